import { letter, octets, plain } from "./mail.ts";

/** Letters that are not what they say; harmless in themselves. */

export const bankWithoutStamp = letter({
  from: "Harbour Bank <security@harbourbank.example>",
  to: "robin@home.example",
  subject: "Please confirm your telephone number",
  date: "Fri, 20 Nov 2026 14:02:00 +0000",
  id: "9f3e@mailer.bulk.example",
  content: plain(["Dear customer,", "", "please answer with your telephone number.", "", "Harbour Bank"]),
});

export const bankLookAlike = letter({
  from: "Harbour Bank <statements@harb0urbank.example>",
  to: "robin@home.example",
  subject: "Your November statement is ready",
  date: "Fri, 20 Nov 2026 14:20:00 +0000",
  id: "a1@harb0urbank.example",
  content: plain(["Dear customer,", "", "your statement is waiting at our new address.", "", "Harbour Bank"]),
});

/** The first "a" of the domain is a Cyrillic letter. */
export const bankInOtherLetters = letter({
  from: "Harbour Bank <service@xn--hrbourbank-zqi.example>",
  to: "robin@home.example",
  subject: "New terms from January",
  date: "Fri, 20 Nov 2026 14:25:00 +0000",
  id: "t1@xn--hrbourbank-zqi.example",
  content: plain(["Dear customer,", "", "our new terms are on our website.", "", "Harbour Bank"]),
});

export const twoSenders = octets([
  "From: Hillside School <office@hillside-school.example>, Fund <fund@collect.example>",
  "To: robin@home.example",
  "Subject: School fund",
  "Date: Fri, 20 Nov 2026 14:40:00 +0000",
  "Message-ID: <fund@collect.example>",
  "MIME-Version: 1.0",
  ...plain(["Dear parents,", "", "this year's school fund is open.", ""]),
]);

export const failedDelivery = letter({
  from: "Alex Friend <alex@friend.example>",
  to: "robin@home.example",
  subject: "New number",
  date: "Fri, 20 Nov 2026 15:00:00 +0000",
  id: "new@relay.bulk.example",
  content: plain(["Hi,", "", "this is my new number, please save it.", "", "Alex"]),
});
