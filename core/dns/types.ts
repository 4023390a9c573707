/** Numbers of record types (IANA "DNS Resource Record (RR) TYPEs"). */
export const TYPE = {
  NS: 2,
  CNAME: 5,
  SOA: 6,
  TXT: 16,
  CERT: 37,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  TLSA: 52,
} as const;

/** The class of everything here (RFC 1035 s3.2.4). */
export const CLASS_IN = 1;
