/** How a bill looks on a sheet of A4. */
export const PAPER_STYLE = `
@page { size: A4; margin: 18mm 16mm }
* { box-sizing: border-box }
body { font: 10.5pt/1.6 "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", IPAGothic, sans-serif; color: #111;
  max-width: 180mm; margin: 0 auto; padding: 8mm 0 }
h1 { text-align: center; font-size: 18pt; letter-spacing: .2em; margin: 0 0 8mm }
h2 { font-size: 11pt; border-left: 3px solid #111; padding-left: 2mm; margin: 6mm 0 2mm; break-after: avoid }
header { display: flex; justify-content: space-between; gap: 10mm }
header p { margin: 0 }
.to { font-size: 13pt; border-bottom: 1px solid #111; padding-bottom: 1mm; margin-bottom: 3mm !important }
.issuer { text-align: right }
.name { font-weight: bold }
.note { color: #a00 }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 4mm; margin: 0 }
dt { color: #555 } dd { margin: 0; white-space: nowrap }
.sum { display: flex; align-items: baseline; gap: 6mm; border: 2px solid #111; padding: 3mm 5mm; margin: 6mm 0 }
.sum strong { font-size: 16pt } .sum small { margin-left: auto }
table { width: 100%; border-collapse: collapse }
thead { display: table-header-group } tr { break-inside: avoid }
th, td { border-bottom: 1px solid #bbb; padding: 1mm 1.5mm; text-align: left; vertical-align: top }
th { border-bottom: 1px solid #111; font-weight: normal; color: #555; white-space: nowrap }
.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.taxes { width: auto; min-width: 60%; margin-left: auto }
footer { margin-top: 8mm; font-size: 8pt; color: #555 } code { overflow-wrap: anywhere }
`
