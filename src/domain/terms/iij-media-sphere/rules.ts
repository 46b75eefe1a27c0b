import { type Rules } from '../terms.ts'

/** The rules of this 約款 in the order of its articles; what is recorded only says why. */
export const rules: Rules = {
  'IJ-1-1a': { article: '第1条', en: 'BASIC plan and its included volumes', ja: 'ベーシックの内訳' },
  'IJ-1-1b': { article: '第1条', en: 'PREMIUM plan and its included volumes', ja: 'プレミアムの内訳' },
  'IJ-2-1': { article: '第2条', en: 'Minimum term one month from billing start', ja: '最低利用期間1か月' },
  'IJ-3-1a': { article: '第3条第1項第1号', en: 'Own domain must be obtained', ja: '独自ドメインの取得' },
  'IJ-3-1b': { article: '第3条第1項第2号', en: 'Domain must be registered in DNS', ja: 'DNSへの登録' },
  'IJ-3-1c': { article: '第3条第1項第3号', en: 'HTTPS needs a server certificate', ja: 'SSL証明書の取得' },
  'IJ-3-2': {
    article: '第3条第2項',
    en: "Missing prerequisite is not provider's default",
    ja: '利用条件不備は不履行でない',
  },
  'IJ-3-3': {
    article: '第3条第3項',
    en: 'Customer accepts exposure to related statutes',
    ja: '関係法規の適用への同意',
    recordedOnly:
      'an acknowledgement of statutes that may apply; nothing is due or refused because of it, so the application records it',
  },
  'IJ-3-4': {
    article: '第3条第4項',
    en: 'Customer warrants rights clearance',
    ja: '権利者許諾の保証',
    recordedOnly: 'a warranty; the finding dispute.responsible-party cites it, no amount or date follows',
  },
  'IJ-4-1': { article: '第4条第1項', en: 'Customer appoints an administrator', ja: '管理責任者の選任' },
  'IJ-4-2': {
    article: '第4条第2項',
    en: 'Customer manages the configuration authority',
    ja: '設定権限の管理責任',
    recordedOnly: 'says who looks after the authority; no fact triggers it and no amount or date follows',
  },
  'IJ-4-3': {
    article: '第4条第3項',
    en: 'No third-party use of the authority',
    ja: '設定権限の第三者利用禁止',
  },
  'IJ-4-4': { article: '第4条第4項', en: 'Report possible misuse immediately', ja: '不正利用のおそれの連絡' },
  'IJ-5-1': {
    article: '第5条第1項',
    en: "Options on the provider's application form",
    ja: 'オプションは所定申込書で',
  },
  'IJ-5-2': { article: '第5条第2項', en: 'DRM is the only option', ja: 'オプションはDRMのみ' },
  'IJ-5-3': { article: '第5条第3項', en: 'DRM requires the PREMIUM plan', ja: 'DRMはプレミアム限定' },
  'IJ-5-4': { article: '第5条第4項', en: 'DRM minimum term one month', ja: 'DRMの最低利用期間' },
  'IJ-5-5': {
    article: '第5条第5項',
    en: 'Option ends 30 days after arrival or later',
    ja: 'オプション停止の効力日',
  },
  'IJ-6-1': { article: '第6条', en: 'Contract ends 30 days after arrival or later', ja: '解除の効力日' },
  'IJ-6-2': {
    article: '第6条',
    en: "Only the provider's cancellation form counts",
    ja: '所定の解約申込書のみ有効',
  },
  'IJ-7-1': { article: '第7条', en: 'Amounts are those of Annex 1', ja: '料金額は別紙1' },
  'IJ-7-2': { article: '第7条', en: 'Initial fee arises on acceptance', ja: '初期費用の発生時' },
  'IJ-7-3': { article: '第7条', en: 'Monthly fee arises on billing start', ja: '月額費用の発生日' },
  'IJ-7-4': { article: '第7条', en: 'One-time fee arises on acceptance or fact', ja: '一時費用の発生時' },
  'IJ-8-1': {
    article: '第8条',
    en: 'Reduction for 24 hours of total outage',
    ja: '24時間以上の利用不能の減額',
  },
  'IJ-8-2': { article: '第8条ただし書', en: 'Claim lost after three months', ja: '減額請求の3か月制限' },
  'IJ-9-1': {
    article: '第9条第1項',
    en: 'No guarantee of availability, data or performance',
    ja: '可用性等の非保証',
    recordedOnly:
      'a reason for which a claim is refused; claim.refusal-ground cites it, no amount or date follows',
  },
  'IJ-9-2': {
    article: '第9条第2項',
    en: 'DRM functions are not guaranteed',
    ja: 'DRM機能の非保証',
    recordedOnly:
      'a reason for which a claim about DRM is refused; claim.refusal-ground cites it, no amount or date follows',
  },
  'IJ-10-1': {
    article: '第10条第1項',
    en: 'Measures on prohibited acts, complaints or risk',
    ja: '機能制限の措置',
  },
  'IJ-10-2': {
    article: '第10条第2項',
    en: 'Delivery server access limited without notice',
    ja: '配信サーバのアクセス制限',
  },
  'IJ-10-3': {
    article: '第10条第3項',
    en: 'Sessions, traffic and sources may be limited',
    ja: 'セッション等の制限',
  },
  'IJ-11-1': { article: '第11条第1項', en: 'No liability or credit for restrictions', ja: '機能制限の免責' },
  'IJ-11-2': {
    article: '第11条第2項',
    en: "Customer's acts and disputes are its own",
    ja: '契約者の行為と紛争',
    recordedOnly:
      'says whose disputes they are; the finding dispute.responsible-party cites it, no amount or date follows',
  },
  'IJ-S1': { article: '附則', en: 'Three versions by effective date', ja: '各版の実施日' },
  'IJ-A1-1': { article: '別紙1の1', en: 'Initial fees', ja: '初期費用の額' },
  'IJ-A1-2a': {
    article: '別紙1の2(1)',
    en: 'BASIC monthly and overage prices',
    ja: 'ベーシックの月額と超過単価',
  },
  'IJ-A1-2b': {
    article: '別紙1の2(1)',
    en: 'PREMIUM monthly and overage prices',
    ja: 'プレミアムの月額と超過単価',
  },
  'IJ-A1-2c': { article: '別紙1の2(2)', en: 'DRM monthly fee as quoted', ja: 'DRM月額は提示額' },
  'IJ-A1-3': {
    article: '別紙1の2(1)・第1条',
    en: 'Overage per meter above the included volume',
    ja: '超過料の計算',
  },
  'IJ-A2-1': {
    article: '別紙2',
    en: 'Credit is whole days times base over 30',
    ja: '減額は月額の30分の1単位',
  },
}
