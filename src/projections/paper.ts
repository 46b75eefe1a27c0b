import { type Case } from '../domain/contract/case.ts'
import { type Service } from '../domain/contract/vocabulary.ts'
import { type Line, sumOf } from '../domain/contract/line.ts'
import { type MonthlyCharges, monthlyCharges } from '../domain/contract/statement.ts'
import { type TaxOfRate, taxesOf } from '../domain/contract/tax.ts'
import { type Day, type Month, dayOf, firstDayOf, lastDayOf } from '../domain/kernel/calendar.ts'
import { valueOf } from '../domain/kernel/finding.ts'
import { exact, text as decimal } from '../domain/kernel/money.ts'
import { KINDS_JA, PROVIDERS_JA, SERVICES_JA } from './japanese.ts'
import { PAPER_STYLE } from './paper-style.ts'

/** Who issues bills: what a qualified invoice must say of him. */
export type Issuer = {
  readonly name?: string | undefined
  /** 適格請求書発行事業者の登録番号: T and 13 digits. */
  readonly registration?: string | undefined
  readonly address?: string | undefined
}

export type Issuers = Partial<Readonly<Record<Service, Issuer>>>

/** The bill of a month as a page to print, in Japanese; `recipient` is absent where it is not known or was erased. */
export function paper(c: Case, month: Month, issuer: Issuer, recipient: string | undefined): string {
  const bill = monthlyCharges(c, month)
  const title = bill.closed ? '請求書' : '請求明細(未確定)'
  return page(`${title} ${month} ${c.contractId}`, [
    `<h1>${title}</h1>`,
    head(c, bill, issuer, recipient),
    sum(bill),
    table(
      'ご利用明細',
      bill.lines.filter(({ adjusts }) => !adjusts),
      row,
    ),
    table(
      '締め切り済みの月の訂正',
      bill.lines.filter(({ adjusts }) => adjusts),
      adjustment,
    ),
    gaps(bill),
    taxes(bill),
    foot(bill),
  ])
}

const page = (title: string, parts: readonly string[]): string =>
  `<!doctype html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n<title>${safe(title)}</title>\n<style>${PAPER_STYLE}</style>\n</head>\n<body>\n${parts.filter((part) => part !== '').join('\n')}\n</body>\n</html>\n`

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)

/** Commas at the thousands of a decimal text. */
const grouped = (number: string): string => number.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
/** Whole yen with a comma at the thousands; less than nothing with a triangle, as bills write it. */
const yen = (amount: number): string => `${amount < 0 ? '▲' : ''}${grouped(String(Math.abs(amount)))}`
const dayJa = (day: Day): string =>
  `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
const monthJa = (month: Month): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`
const percent = (rate: string): string => `${decimal(exact(rate).times(100))}%`

function head(
  c: Case,
  { month, closed }: MonthlyCharges,
  issuer: Issuer,
  recipient: string | undefined,
): string {
  const due = valueOf(c.terms.settlement.dueOn(c, month))
  const facts: readonly (readonly [string, string])[] = [
    ['請求書番号', closed?.number ?? '(締め切り前)'],
    ['発行日', closed ? dayJa(dayOf(closed.closedAt)) : '—'],
    ['ご利用期間', `${dayJa(firstDayOf(month))}〜${dayJa(lastDayOf(month))}`],
    ['サービス', SERVICES_JA[c.service]],
    ['契約番号', c.contractId],
    ['お支払期限', due ? dayJa(due) : '別途ご案内'],
  ]
  const list = facts.map(([name, value]) => `<dt>${name}</dt><dd>${safe(value)}</dd>`).join('')
  const registered = issuer.registration
    ? `<p>登録番号 ${safe(issuer.registration)}</p>`
    : '<p class="note">登録番号の設定がないため、適格請求書ではありません。</p>'
  return `<header><section><p class="to">${recipient === undefined ? `お客様番号 ${safe(c.partyId)}` : `${safe(recipient)} 様`}</p><dl>${list}</dl></section><section class="issuer"><p class="name">${safe(issuer.name ?? PROVIDERS_JA[c.service])}</p>${issuer.address ? `<p>${safe(issuer.address)}</p>` : ''}${registered}</section></header>`
}

function sum({ subtotal, tax, total, closed }: MonthlyCharges): string {
  const all = closed ? (closed.total ?? closed.subtotal) : valueOf(total)
  const added = closed ? closed.tax : valueOf(tax)
  const taxText = added === undefined ? '消費税は未確定' : `消費税 ${yen(added)}円`
  return `<p class="sum"><span>ご請求金額</span><strong>${all === undefined ? '未確定' : `${yen(all)}円`}</strong><small>小計 ${yen(subtotal)}円 + ${taxText}</small></p>`
}

const NUMBER = ' class="n"'
const HEADS = [
  ['項目', ''],
  ['内容', ''],
  ['数量', NUMBER],
  ['単価', NUMBER],
  ['金額', NUMBER],
  ['税率', ''],
  ['根拠', ''],
] as const

function table(title: string, lines: readonly Line[], render: (line: Line) => string): string {
  if (lines.length === 0) return ''
  const heads = HEADS.map(([each, sort]) => `<th${sort}>${each}</th>`).join('')
  return `<h2>${title}</h2><table><thead><tr>${heads}</tr></thead><tbody>${lines.map(render).join('')}</tbody></table>`
}

const cells = (first: string, line: Line): string =>
  [
    `<td>${safe(first)}</td>`,
    `<td>${safe([...new Set([line.item, line.option, line.ref])].filter((each) => each !== undefined).join(' '))}</td>`,
    `<td class="n">${safe([line.quantity ?? '1', line.unit].filter((each) => each !== undefined).join(' '))}</td>`,
    `<td class="n">${safe(grouped(line.unitPrice ?? ''))}</td>`,
    `<td class="n">${yen(valueOf(line.amount) ?? 0)}</td>`,
    `<td>${taxJa(line)}</td>`,
    `<td>${safe(line.amount.clause.article)}</td>`,
  ].join('')
const row = (line: Line): string => `<tr>${cells(KINDS_JA[line.kind], line)}</tr>`
const adjustment = (line: Line): string =>
  `<tr>${cells(`${line.adjusts ? monthJa(line.adjusts.month) : ''}分の訂正`, line)}</tr>`

const taxJa = ({ taxCategory, taxRate }: Line): string => {
  if (taxCategory === 'none') return '対象外'
  if (taxCategory === 'included') return '税込'
  return taxRate === null ? '未確定' : `${percent(taxRate)}${taxCategory === 'reduced' ? '※' : ''}`
}

function gaps({ gaps: left, closed }: MonthlyCharges): string {
  if (left.length === 0) return ''
  const items = left.map(
    (line) =>
      `<li>${safe([KINDS_JA[line.kind], line.item, line.ref ?? ''].join(' '))} (${safe('undetermined' in line.amount ? line.amount.undetermined.missing : '')})</li>`,
  )
  const when = closed ? '今回の請求に含めず、確定した後の請求で訂正として' : '確定してから'
  return `<h2>金額が確定していない項目</h2><p>次の項目は${when}請求します。</p><ul>${items.join('')}</ul>`
}

/** What a qualified invoice says of tax: each rate with the amounts it is on and the tax. */
function taxes({ lines }: MonthlyCharges): string {
  const rated = taxesOf(lines).map(rateRow)
  const of = (category: string): number => sumOf(lines.filter(({ taxCategory }) => taxCategory === category))
  const others = (
    [
      ['税込価格の項目', of('included')],
      ['消費税の対象外', of('none')],
    ] as const
  )
    .filter(([, amount]) => amount !== 0)
    .map(([name, amount]) => `<tr><td>${name}</td><td class="n">${yen(amount)}</td><td class="n">—</td></tr>`)
  if (rated.length + others.length === 0) return ''
  const note = lines.some(({ taxCategory }) => taxCategory === 'reduced')
    ? '<p>※は軽減税率の対象です。</p>'
    : ''
  return `<h2>税率ごとの合計</h2><table class="taxes"><thead><tr><th>区分</th><th${NUMBER}>対価の額(税抜)</th><th${NUMBER}>消費税額</th></tr></thead><tbody>${rated.join('')}${others.join('')}</tbody></table>${note}`
}
const rateRow = ({ category, rate, base, tax }: TaxOfRate): string =>
  `<tr><td>${percent(rate)}対象${category === 'reduced' ? '※' : ''}</td><td class="n">${yen(base)}</td><td class="n">${yen(tax)}</td></tr>`

const foot = ({ closed }: MonthlyCharges): string =>
  closed
    ? `<footer>この請求書の内容は締め切りの時に記録され、変更されません。記録の要約値 (SHA-256): <code>${safe(closed.digest)}</code></footer>`
    : '<footer>この明細は締め切り前のもので、請求書ではありません。</footer>'
