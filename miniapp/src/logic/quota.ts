/** How much of the quota is used, in whole per cent from 0 to 100; a used-up one is 100, a nearly full one is not. */
export function usedPercent(quota: { totalFen: number; usedFen: number; availableFen: number }): number {
  if (quota.availableFen <= 0) return 100
  if (quota.totalFen <= 0) return 0
  return Math.min(99, Math.max(0, Math.floor((quota.usedFen / quota.totalFen) * 100)))
}
