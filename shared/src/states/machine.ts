/** One life cycle as data: each action names the states it may start from and the one it leads to. */
export type Machine<Status extends string, Action extends string> = Record<
  Action,
  { readonly from: readonly Status[]; readonly to: Status }
>

/** The actions allowed from a state, so that a page shows the buttons the server would accept. */
export function nextActions<Status extends string, Action extends string>(
  machine: Machine<Status, Action>,
  status: Status,
): Action[] {
  return (Object.keys(machine) as Action[]).filter((action) => machine[action].from.includes(status))
}
