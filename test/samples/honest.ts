import { both, letter, plain, withFile } from "./mail.ts";

/** Letters as their honest authors write them; what happens to them on the way stands in `samples.ts`. */

const ROBIN = "Robin Sample <robin@home.example>";

export const invoice = letter({
  from: "Stadtwerke Musterstadt <rechnung@stadtwerke.example>",
  to: ROBIN,
  subject: "Ihre Rechnung für Oktober",
  date: "Fri, 20 Nov 2026 09:12:00 +0100",
  id: "r-20261120-4711@stadtwerke.example",
  content: withFile(
    [
      "Guten Tag Robin Sample,",
      "",
      "Ihre Rechnung für Strom und Wasser im Oktober liegt bei. Der Betrag von 84,20 Euro",
      "wird wie vereinbart am 1. Dezember abgebucht.",
      "",
      "Freundliche Grüße",
      "Ihre Stadtwerke Musterstadt",
    ],
    "Rechnung-2026-10.csv",
    "text/csv",
    "Posten;Menge;Betrag\r\nStrom;212 kWh;63,60 EUR\r\nWasser;6 m3;20,60 EUR\r\nSumme;;84,20 EUR\r\n",
  ),
});

export const schoolTrip = letter({
  from: '"Ms Okafor, Class 4b" <office@hillside-school.example>',
  to: `${ROBIN}, Sam Sample <sam@home.example>`,
  subject: "Class 4b visits the harbour on 3 December",
  date: "Thu, 19 Nov 2026 15:40:00 +0000",
  id: "trip-4b@hillside-school.example",
  content: both(
    [
      "Dear parents and guardians,",
      "",
      "On Thursday 3 December class 4b visits the harbour museum. We leave at 8:45 and are",
      "back before lunch. Please pack a warm jacket; tickets are paid for by the school.",
      "",
      "Ms Okafor",
    ],
    [
      "<p>Dear parents and guardians,</p>",
      "<p>On Thursday 3 December class 4b visits the harbour museum. We leave at 8:45 and are",
      "back before lunch. Please pack a warm jacket; tickets are paid for by the school.</p>",
      "<p>Ms Okafor</p>",
    ],
  ),
});

export const statement = letter({
  from: "Harbour Bank <statements@harbourbank.example>",
  to: "robin@home.example",
  subject: "Your November statement is ready",
  date: "Fri, 20 Nov 2026 06:00:00 +0000",
  id: "st-2026-11-0815@harbourbank.example",
  content: plain([
    "Dear Robin Sample,",
    "",
    "Your statement for November is ready. Open the app or come by the branch to read it;",
    "we never send links to log in.",
    "",
    "Harbour Bank, 1 Quay Street",
  ]),
});

export const transfer = letter({
  from: "Harbour Bank <payments@harbourbank.example>",
  to: "robin@home.example",
  subject: "Standing order changed",
  date: "Fri, 20 Nov 2026 10:30:00 +0000",
  id: "so-77@harbourbank.example",
  content: plain([
    "Dear Robin Sample,",
    "",
    "as you asked at the counter today, your standing order to Greenfield Housing is now",
    "640.00 a month to account 12 3456 7890.",
    "",
    "Harbour Bank, 1 Quay Street",
  ]),
});

export const gardenLetter = letter({
  from: "The Garden Letter <hello@gardenletter.example>",
  to: "robin@home.example",
  subject: "What to plant in late autumn",
  date: "Wed, 18 Nov 2026 07:00:00 +0000",
  id: "issue-118@gardenletter.example",
  more: ["List-Unsubscribe: <https://gardenletter.example/unsubscribe/8f2a>"],
  content: plain([
    "Good morning,",
    "",
    "garlic, broad beans and bare-root roses go into the ground now.",
    "",
    "Issue 118",
  ]),
});

export const orderReady = letter({
  from: "Librairie du Port <commandes@librairie.example>",
  to: "robin@home.example",
  subject: "Votre commande est arrivée",
  date: "Fri, 20 Nov 2026 11:05:00 +0100",
  id: "c-3021@librairie.example",
  content: plain(["Bonjour,", "", "le livre que vous attendiez est arrivé à la librairie.", "", "À bientôt !"]),
});

export const libraryLoan = letter({
  from: "Biblioteca Central <avisos@biblioteca.example>",
  to: "robin@home.example",
  subject: "Su préstamo vence el 27 de noviembre",
  date: "Fri, 20 Nov 2026 08:00:00 +0100",
  id: "p-554@biblioteca.example",
  content: plain([
    "Hola Robin:",
    "",
    "puede renovar el préstamo una vez más, en línea o en el mostrador.",
    "",
    "Un saludo",
  ]),
});

export const bookNews = letter({
  from: "yamaneko <info@yamaneko.example>",
  to: "robin@home.example",
  subject: "十一月の新刊のお知らせ",
  date: "Thu, 19 Nov 2026 10:00:00 +0900",
  id: "news-11@yamaneko.example",
  content: plain(["ロビン様", "", "いつもご利用ありがとうございます。今月の新刊をお知らせします。", "", "山猫書店"]),
});

export const readingHours = letter({
  from: "maktaba <info@maktaba.example>",
  to: "robin@home.example",
  subject: "مواعيد المكتبة في كانون الأول",
  date: "Thu, 19 Nov 2026 12:00:00 +0200",
  id: "hours-12@maktaba.example",
  content: plain(["مرحباً روبن،", "", "تفتح المكتبة أبوابها كل يوم من التاسعة حتى السادسة.", "", "مكتبة المدينة"]),
});

export const museumNight = letter({
  from: "City Museum <visit@museum.example>",
  to: "robin@home.example",
  subject: "Long night of the museum",
  date: "Tue, 17 Nov 2026 16:00:00 +0000",
  id: "night@museum.example",
  content: plain(["Dear member,", "", "on 12 December the museum is open until midnight. Your card is your ticket."]),
});

export const choirRehearsal = letter({
  from: "Harbour Choir <choir@hillside-school.example>",
  to: "Choir list <choir@lists.home.example>, robin@home.example",
  subject: "Rehearsal moved to Tuesday",
  date: "Mon, 16 Nov 2026 18:00:00 +0000",
  id: "choir-16@hillside-school.example",
  content: plain(["Dear singers,", "", "next week we meet on Tuesday at seven, in the gym.", "", "See you there"]),
});

export const friend = letter({
  from: "Alex Friend <alex@friend.example>",
  to: "robin@home.example",
  subject: "Saturday?",
  date: "Fri, 20 Nov 2026 12:00:00 +0000",
  id: "sat@friend.example",
  content: plain(["Hi Robin,", "", "market at ten, coffee after?", "", "Alex"]),
});

export const neighbour = letter({
  from: "Jo Neighbour <jo@neighbour.example>",
  to: "robin@home.example",
  subject: "Parcel",
  date: "Fri, 20 Nov 2026 13:00:00 +0000",
  id: "parcel@neighbour.example",
  content: plain(["Hello Robin,", "", "the postman left your parcel with me.", "", "Jo"]),
});

export const clubNews = letter({
  from: "Rowing Club <news@rowingclub.example>",
  to: "robin@home.example",
  subject: "Boathouse closed for repairs",
  date: "Thu, 19 Nov 2026 09:00:00 +0000",
  id: "news-9@rowingclub.example",
  content: plain([
    "Dear rowers,",
    "",
    "the boathouse is closed until Sunday; the ergometers are in the gym.",
    "",
    "The board",
  ]),
});
