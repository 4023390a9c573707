/** Mail services where anybody can have an address: trust in the domain is trust in all of them (ADM-04). */
const SHARED_PROVIDERS: ReadonlySet<string> = new Set(
  `126.com 163.com aim.com aol.com bk.ru btinternet.com comcast.net daum.net disroot.org duck.com email.com fastmail.com
  fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk
  hotmail.com hotmail.fr hushmail.com icloud.com inbox.ru laposte.net libero.it list.ru live.com mac.com mail.com
  mail.ru mailbox.org mailfence.com me.com msn.com naver.com orange.fr outlook.com pm.me posteo.de proton.me
  protonmail.com qq.com rambler.ru rediffmail.com riseup.net rocketmail.com seznam.cz sina.com t-online.de tuta.com
  tutanota.com ukr.net verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de
  yahoo.fr yandex.com yandex.ru ymail.com zoho.com`.split(/\s+/),
);

/** @param domain lower-case A-labels */
export function isSharedProvider(domain: string): boolean {
  return SHARED_PROVIDERS.has(domain);
}
