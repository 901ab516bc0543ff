import { formatYuan } from '@piaoma/shared/money'
import { drawOther, OTHER_PAPERS, type OtherPaper } from './draw-others'
import { drawAir, drawFiscal, drawMachine, drawQuota, drawRail, drawRoll, drawTaxi } from './draw-tickets'
import { drawDigital, drawTaxControl } from './draw-vat'
import {
  type InventedCompany,
  type InventedInvoice,
  inventInvoice,
  SAMPLE_KINDS,
  type SampleKind,
} from './invent'
import { Chance } from './random'
import type { Sheet } from './sheet'
import { type Quality, UNREADABLE, worsen } from './worsen'

/** What a sample says, in the words of a truth.json; amounts in yuan. */
export type SampleTruth = Record<string, string | readonly Record<string, string>[]>

export interface Sample {
  /** `digital_normal-tilt-1.jpg` */
  file: string
  kind: SampleKind | OtherPaper
  quality: Quality
  jpeg: Buffer
  invoice?: InventedInvoice
  truth: SampleTruth
}

/** What stands on the receipt of a kind and seed, and the chance that draws it; `buyer` instead of an invented one. */
export function inventSample(
  kind: SampleKind,
  seed: number,
  buyer?: InventedCompany,
): { invoice: InventedInvoice; chance: Chance } {
  const chance = new Chance(seed * 1009 + SAMPLE_KINDS.indexOf(kind))
  const invented = inventInvoice(kind, chance)
  return { invoice: buyer ? { ...invented, buyer } : invented, chance }
}

/** One made-up receipt as a picture. The same kind, quality, seed and buyer give the same picture. */
export async function makeSample(
  kind: SampleKind,
  quality: Quality,
  seed: number,
  buyer?: InventedCompany,
): Promise<Sample> {
  const { invoice, chance } = inventSample(kind, seed, buyer)
  const png = draw(invoice, chance).png()
  const jpeg = await worsen(png, quality, chance)
  return {
    file: `${kind}-${quality}-${seed}.jpg`,
    kind,
    quality,
    jpeg,
    invoice,
    truth: truthOf(invoice, quality),
  }
}

/** A picture of something that is no invoice. */
export async function makeOther(paper: OtherPaper, seed: number): Promise<Sample> {
  const chance = new Chance(seed * 1013 + OTHER_PAPERS.indexOf(paper))
  const jpeg = await worsen(drawOther(paper, chance).png(), 'clean', chance)
  const expect = { bank: 'bank_receipt', payment_code: 'other_qr', letter: 'not_invoice' }[paper]
  return { file: `${paper}-${seed}.jpg`, kind: paper, quality: 'clean', jpeg, truth: { kind: paper, expect } }
}

function draw(invoice: InventedInvoice, chance: Chance): Sheet {
  if (invoice.kind === 'rail') return drawRail(invoice)
  if (invoice.kind === 'taxi') return drawTaxi(invoice)
  if (invoice.kind === 'roll') return drawRoll(invoice)
  if (invoice.kind === 'air') return drawAir(invoice)
  if (invoice.kind === 'machine') return drawMachine(invoice)
  if (invoice.kind === 'quota') return drawQuota(invoice)
  if (invoice.kind === 'fiscal') return drawFiscal(invoice)
  if (invoice.kind === 'digital_normal' || invoice.kind === 'digital_special') return drawDigital(invoice)
  return drawTaxControl(
    invoice,
    [0, 1, 2, 3].map(() => cipherRow(chance)),
  )
}

const cipherRow = (chance: Chance) =>
  Array.from({ length: 27 }, () =>
    chance.pick(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '<', '>', '+', '-', '*', '/']),
  ).join('')

function truthOf(invoice: InventedInvoice, quality: Quality): SampleTruth {
  const { kind, code, number, issuedOn, totalFen } = invoice
  const truth: SampleTruth = { kind, number, total: formatYuan(totalFen), ...(code ? { code } : {}) }
  if (kind !== 'quota') truth.date = issuedOn
  if (UNREADABLE.includes(quality)) truth.expect = 'retake'
  if (kind === 'taxi') return { ...truth, plate: invoice.plate }
  if (kind === 'quota') return truth
  if (kind === 'machine') return { ...truth, total_cn: invoice.capitals }
  if (kind === 'air') return { ...truth, ...buyerOf(invoice), ...airTruth(invoice) }
  if (kind === 'roll') {
    const { name, taxpayerId } = invoice.seller
    const parties = { ...buyerOf(invoice), seller_name: name, seller_taxno: taxpayerId }
    return { ...truth, ...parties, check_code: invoice.checkCode, total_cn: invoice.capitals }
  }
  if (kind === 'rail')
    return { ...truth, ...buyerOf(invoice), train: invoice.train.number, passenger: invoice.drawer }
  if (kind === 'fiscal')
    return { ...truth, ...buyerOf(invoice), check_code: invoice.checkCode, seller_name: invoice.seller.name }
  return { ...truth, ...vatTruth(invoice) }
}

const buyerOf = ({ buyer }: InventedInvoice) => ({ buyer_name: buyer.name, buyer_taxno: buyer.taxpayerId })

const airTruth = ({ flight, drawer, train }: InventedInvoice) => ({
  passenger: drawer,
  flight: flight.number,
  ticket_no: train.ticket.slice(0, 13),
  travel_date: train.travelOn,
  fare: formatYuan(flight.fareFen),
  fund: formatYuan(flight.fundFen),
})

function vatTruth(invoice: InventedInvoice): SampleTruth {
  const { amountFen, taxFen, capitals, seller, kind, checkCode, drawer, lines } = invoice
  return {
    ...buyerOf(invoice),
    amount_without_tax: formatYuan(amountFen),
    tax: formatYuan(taxFen),
    total_cn: capitals,
    seller_name: seller.name,
    seller_taxno: seller.taxpayerId,
    drawer,
    ...(kind === 'paper_special' || /^digital/.test(kind) ? {} : { check_code: checkCode }),
    items: lines.map((line) => ({
      Item: line.name,
      Specification: line.specification,
      MeasurementDimension: line.unit,
      Quantity: String(line.quantity),
      Price: formatYuan(line.unitPriceFen),
      Amount: formatYuan(line.amountFen),
      TaxScheme: `${line.ratePercent}%`,
      TaxAmount: formatYuan(line.taxFen),
    })),
  }
}
