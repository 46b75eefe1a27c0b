import { type Rules } from '../terms.ts'

/** The rules of this 約款 in the order of its articles; what is recorded only says why. */
export const rules: Rules = {
  'SF-1.1': {
    article: '第1.1条',
    en: 'Terms and individual rules govern contracts',
    ja: '約款と個別規約の適用',
  },
  'SF-1.2-1': { article: '第1.2条', en: 'Changes are announced', ja: '約款変更の告知' },
  'SF-1.2-2': { article: '第1.2条', en: 'Use after announcement is consent', ja: '告知後の利用で同意' },
  'SF-1.3': {
    article: '第1.3条',
    en: 'Definitions',
    ja: '用語の定義',
    recordedOnly: 'words explained for other articles; no fact and no result of its own',
  },
  'SF-2.1': {
    article: '第2.1条',
    en: 'Contents and conditions on the website',
    ja: 'サービス概要',
    recordedOnly:
      'points to the website; terms.site-revision gives the revision, its text decides nothing here',
  },
  'SF-3.1': { article: '第3.1条', en: 'Online application after accepting the terms', ja: '申込みの方法' },
  'SF-3.2-1': {
    article: '第3.2条第1項',
    en: 'Payment-risk information may be asked',
    ja: '支払能力情報の要求',
  },
  'SF-3.2-2': { article: '第3.2条第2項', en: 'Acceptance unless one of nine grounds', ja: '九つの拒絶事由' },
  'SF-3.2-3': { article: '第3.2条第3項', en: 'Acceptance may be postponed', ja: '承諾の延期' },
  'SF-3.3': { article: '第3.3条', en: 'Effective on the day of acceptance', ja: '承諾日に効力発生' },
  'SF-3.4-1': {
    article: '第3.4条第1項',
    en: 'Contractor number assigned',
    ja: '契約者識別番号の付与',
    recordedOnly: 'the number is what was assigned; contract.number repeats it, a later one is SF-3.4-2',
  },
  'SF-3.4-2': { article: '第3.4条第2項', en: 'Contractor number may be changed', ja: '契約者識別番号の変更' },
  'SF-3.5-1': { article: '第3.5条第1項', en: 'One account per e-mail address', ja: '一アドレス一アカウント' },
  'SF-3.5-2': {
    article: '第3.5条第2項',
    en: 'Login ID and password issued',
    ja: 'ログインIDの付与',
    recordedOnly: 'login ids and passwords are never kept here; the account itself is SF-3.5-1',
  },
  'SF-3.5-3': {
    article: '第3.5条第3項',
    en: 'Credential custody and misuse notice',
    ja: 'ID管理と不正使用の通知',
  },
  'SF-4.1-1': { article: '第4.1条第1項', en: 'Notify changed details immediately', ja: '変更の届出' },
  'SF-4.1-2': { article: '第4.1条第2項', en: 'Proof of change may be asked', ja: '証明書類の提示' },
  'SF-4.1-3': {
    article: '第4.1条第3項',
    en: 'Unreported address: sending counts as notice',
    ja: '届出なき場合のみなし通知',
  },
  'SF-4.2-1': { article: '第4.2条第1項', en: 'No transfer without prior consent', ja: '権利譲渡の禁止' },
  'SF-4.2-2': { article: '第4.2条第2項', en: 'Heir may succeed by filing', ja: '相続人の承継' },
  'SF-5.1-1': { article: '第5.1条第1項', en: 'Emergency: use may be restricted', ja: '非常時の利用制限' },
  'SF-5.1-2': { article: '第5.1条第2項', en: 'Heavy bandwidth may be throttled', ja: '帯域の制御' },
  'SF-5.1-3': { article: '第5.1条第3項', en: 'Stop or restrict on five grounds', ja: '五つの停止・制限事由' },
  'SF-5.2-1': { article: '第5.2条第1項', en: 'Provision may stop on four grounds', ja: '四つの中止事由' },
  'SF-5.2-2': { article: '第5.2条第2項', en: 'Stops are posted in advance', ja: '中止の事前掲示' },
  'SF-5.3': { article: '第5.3条', en: 'Service may be abolished', ja: 'サービスの廃止' },
  'SF-6.1-1': {
    article: '第6.1条第1項',
    en: 'Ends at the later of preset, requested',
    ja: '予定日と指定日の遅い方で解除',
  },
  'SF-6.1-2': {
    article: '第6.1条第2項',
    en: 'Unusable: ends on receipt of notice',
    ja: '利用不能時は受領日に解除',
  },
  'SF-6.2-1': { article: '第6.2条第1項', en: 'Provider may rescind on three grounds', ja: '当社による解除' },
  'SF-6.2-2': {
    article: '第6.2条第2項',
    en: 'Whole abolition rescinds the contract',
    ja: '全部廃止で当然解除',
  },
  'SF-7.1': { article: '第7.1条', en: 'Confidentiality from application onward', ja: '守秘義務' },
  'SF-7.2': {
    article: '第7.2条',
    en: "Effort not to harm provider's credit",
    ja: '信用の維持',
    recordedOnly: 'a duty of effort without a measure; nobody can tell from a fact whether it was kept',
  },
  'SF-7.3-1': {
    article: '第7.3条第1項',
    en: 'Customer reports acceleration events in writing',
    ja: '期限利益喪失事由の通知',
  },
  'SF-7.3-2': {
    article: '第7.3条第2項',
    en: 'Payment-risk information during the contract',
    ja: '契約中の支払能力情報',
  },
  'SF-7.3-3': { article: '第7.3条第3項', en: 'Provider reports its own events', ja: '当社の通知事項' },
  'SF-8.1': { article: '第8.1条', en: 'Resale only after all procedures', ja: '再提供の前提条件' },
  'SF-8.2': {
    article: '第8.2条',
    en: 'Trademarks only with consent',
    ja: '商標の使用',
    recordedOnly:
      'the consent to use a trademark is recorded as ConsentGiven; nothing is due or refused because of it',
  },
  'SF-8.3': {
    article: '第8.3条',
    en: "Own customers' support is the customer's",
    ja: '契約者顧客への対応',
    recordedOnly:
      'who answers the customers of the customer; nothing between the parties follows from a fact',
  },
  'SF-9.1': {
    article: '第9.1条・第9.2条',
    en: 'Console via website at own cost',
    ja: 'コンソールの提供と接続',
    recordedOnly: 'how the console is reached and at whose cost; no fact triggers it',
  },
  'SF-9.3-1': { article: '第9.3条第1項', en: 'Console only for using Flux', ja: 'システムの利用条件' },
  'SF-9.3-2': {
    article: '第9.3条第2項',
    en: 'Important console changes need prior notice',
    ja: '重要な変更の事前通知',
  },
  'SF-10.1-1': {
    article: '第10.1条第1項〜第3項',
    en: 'AI provider duties bind; these terms prevail',
    ja: 'AI規約の遵守と優先順位',
  },
  'SF-10.1-4': {
    article: '第10.1条第4項',
    en: 'AI conduct rules and indemnity',
    ja: 'AI利用の遵守事項と補償',
  },
  'SF-10.1-5': {
    article: '第10.1条第5項',
    en: "Consent to AI providers' data use",
    ja: 'データ利用への同意',
    recordedOnly: 'a consent that only keeps disclosures to those who run the AI out of SF-7.1',
  },
  'SF-10.1-6': { article: '第10.1条第6項', en: 'Excessive inputs may be restricted', ja: '過度な入力の制限' },
  'SF-10.1-7': {
    article: '第10.1条第7項',
    en: 'Own AI licence usable if designated',
    ja: '自己ライセンスの利用',
    recordedOnly:
      'the own licence is recorded as PrerequisiteMet; the customer answers for it and nothing is derived',
  },
  'SF-11.1': { article: '第11.1条', en: 'Sixteen forbidden acts', ja: '禁止行為' },
  'SF-12.1': { article: '第12.1条', en: 'Service fee as on the website', ja: 'サービス利用料' },
  'SF-12.2': { article: '第12.2条', en: 'Pay by the designated date', ja: '支払期日と方法' },
  'SF-12.3': { article: '第12.3条', en: 'Late interest 14.5 percent a year', ja: '延滞利息' },
  'SF-12.4-1': { article: '第12.4条前段', en: 'All debts fall due at once', ja: '期限の利益の当然喪失' },
  'SF-12.4-2': {
    article: '第12.4条後段',
    en: 'Later debts payable on demand',
    ja: '喪失後の債務は請求時に弁済',
  },
  'SF-13.1': {
    article: '第13.1条',
    en: "Intellectual property is the provider's",
    ja: '知的財産権',
    recordedOnly: 'to whom rights belong; nothing is due or refused because of a fact',
  },
  'SF-14.1': {
    article: '第14.1条',
    en: 'Provided as is, no warranty',
    ja: '保証の否認',
    recordedOnly:
      'a reason for which a claim is refused; claim.refusal-ground cites it, no amount or date follows',
  },
  'SF-15.1': { article: '第15.1条', en: 'Damages for breach unless stated otherwise', ja: '損害の賠償' },
  'SF-15.2-1': {
    article: '第15.2条第1項',
    en: 'No liability for third-party causes',
    ja: '第三者起因の免責',
  },
  'SF-15.2-2a': {
    article: '第15.2条第2項',
    en: 'Reduction for 24 hours of outage',
    ja: '24時間以上の利用不能の減額',
  },
  'SF-15.2-2b': {
    article: '第15.2条第2項ただし書',
    en: 'Claim within three months of knowledge',
    ja: '知った日から3か月の請求制限',
  },
  'SF-15.2-2c': { article: '第15.2条第2項後段', en: 'Reduction is the sole remedy', ja: '救済は減額に限定' },
  'SF-15.2-3': {
    article: '第15.2条第3項',
    en: "Damages capped at that month's fee",
    ja: '賠償上限は当月料金',
  },
  'SF-15.2-4': {
    article: '第15.2条第4項',
    en: 'Core-supplier outage: capped by compensation received',
    ja: '基幹事業者起因の上限',
  },
  'SF-15.2-5': { article: '第15.2条第5項', en: 'No lost profits or handling costs', ja: '逸失利益等の除外' },
  'SF-15.2-6': {
    article: '第15.2条第6項',
    en: 'Repairs may change memory contents',
    ja: '修理による記憶内容の変化',
    recordedOnly:
      'a reason for which a claim is refused or a head removed; no amount or date of its own follows',
  },
  'SF-15.2-7': {
    article: '第15.2条第7項',
    en: 'Limits drop for intent, gross negligence',
    ja: '故意・重過失の例外',
  },
  'SF-16.1': {
    article: '第16.1条・第16.2条',
    en: 'Terms and privacy policy published',
    ja: '約款等の掲示',
    recordedOnly: 'where the documents are posted; the versions themselves are SF-1.2-2',
  },
  'SF-16.3-1': {
    article: '第16.3条第1項',
    en: 'Warranty against anti-social forces',
    ja: '反社会的勢力でない表明',
    recordedOnly: 'a declaration of both sides; it is kept with the application, its breach is SF-16.3-3',
  },
  'SF-16.3-2': { article: '第16.3条第2項', en: 'Report on suspicion by a set date', ja: '反社に関する報告' },
  'SF-16.3-3': {
    article: '第16.3条第3項',
    en: 'Immediate rescission on breach',
    ja: '反社条項による即時解除',
  },
  'SF-16.4': {
    article: '第16.4条〜第16.6条',
    en: 'Severability, Tokyo court, Japanese law',
    ja: '分離可能性・管轄・準拠法',
    recordedOnly:
      'severability, court and law; for whoever decides a dispute, not for a fact of the contract',
  },
  'SF-17.1': { article: '第17.1条', en: 'Additional functions: liability via 15.2', ja: '付加機能の通則' },
  'SF-17.2': {
    article: '第17.2条',
    en: 'External services: duties, precedence, instruction',
    ja: '外部サービス連携',
  },
  'SF-17.3-1': { article: '第17.3条第1項', en: 'Coupons pay the service fee', ja: 'クーポンによる支払' },
  'SF-17.3-2': { article: '第17.3条第2項', en: 'Coupons are never refunded', ja: 'クーポンの払戻しなし' },
  'SF-17.3-3': {
    article: '第17.3条第3項',
    en: 'Other coupon rules on the website',
    ja: 'クーポンのその他条件',
  },
}
