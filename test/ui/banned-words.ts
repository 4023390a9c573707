/**
 * What no sentence may promise or threaten, by language (4-threats D.5, GMR-27 to GMR-29): a stamp says who vouches for
 * what, never that a message is harmless or true; an alarm states facts, and no diagnosis.
 */
export const BANNED: ReadonlyMap<string, RegExp> = new Map([
  [
    "en",
    /\b(?:safe(?:ly|ty)?|secure[dly]*|security|genuine(?:ly)?|authentic(?:ity|ated)?|trusted message|trustworthy|signed by|suspicious|insecure|unsafe|danger(?:ous)?|hack(?:ed|er|ers)?|virus(?:es)?|malware|scam|phishing|no problems?|guaranteed?)\b/i,
  ],
  [
    "de",
    /(?<!\p{L})(?:sicher(?:e[rmns]?|heit)?|unsicher\p{L}*|gesichert\p{L}*|echt(?:e[rmns]?|heit)?|authenti\p{L}*|vertrauenswürdig\p{L}*|unterschrieben von|signiert von|verdächtig\p{L}*|gefährlich\p{L}*|gehackt\p{L}*|hacker\p{L}*|viren|virus|schadsoftware|betrug\p{L}*|phishing|garantier\p{L}*|keine probleme)(?!\p{L})/iu,
  ],
  [
    "fr",
    /(?<!\p{L})(?:sûre?s?|sécuris\p{L}*|sécurité|authenti\p{L}*|véritable|digne de confiance|signée? par|suspecte?s?|dangereu\p{L}*|piraté\p{L}*|pirate|virus|maliciel|logiciel malveillant|escroquerie|hameçonnage|garanti\p{L}*|aucun problème)(?!\p{L})/iu,
  ],
  [
    "es",
    /(?<!\p{L})(?:segur\p{L}*|insegur\p{L}*|auténtic\p{L}*|genuin\p{L}*|fiable|confiable|firmad[oa] por|sospechos\p{L}*|peligros\p{L}*|hacke\p{L}*|pirate\p{L}*|virus|malware|estafa|phishing|garanti\p{L}*|sin problemas)(?!\p{L})/iu,
  ],
  [
    "ja",
    /安全|安心|本物|真正|信頼できるメッセージ|信頼できるメール|による署名|が署名|不審|怪しい|疑わしい|危険|ハッキング|ハッカー|ウイルス|マルウェア|詐欺|フィッシング|保証|問題ありません/u,
  ],
  [
    "ar",
    /آمن|أمان|أصلي|أصيل|حقيقية(?!\p{L})|رسالة موثوق|جدير بالثقة|موقّ?عة? من(?!\p{L})|وقّعها|مشبوه|مريب|خطير|خطر|مخترق|اختراق|هاكر|فيروس|برمجية خبيثة|احتيال|تصيّ?د|مضمون|لا مشاكل/u,
  ],
]);

/** Words that only the badge of a proven stamp may use (D.5, the rows of INTACT and TRANSPORT). */
export const PROVEN: ReadonlyMap<string, RegExp> = new Map([
  ["en", /\b(?:verified|stamped|proven|confirmed by)\b/i],
  ["de", /verifiziert|gestempelt|bewiesen|nachgewiesen/i],
  ["fr", /vérifié|cachet|prouvé/i],
  ["es", /verificad|sellad|(?<!com)probad/i],
  ["ja", /検証済|押印済|証明済/],
  ["ar", /مختوم|مثبت|موثّ?ق/],
]);
