import { strictBase64 } from "../../core/canonical/encoding.ts";
import type { StampKey } from "../../core/gmp/make.ts";
import type { OrganisationKey, SignatureAlgorithm } from "../../core/knowledge.ts";

/** A key pair for tests and vectors. It is public knowledge and protects nothing. */
export interface TestKey extends OrganisationKey {
  /** PKCS #8, base64. */
  readonly privateKey: string;
}

const pair = (kid: string, alg: SignatureAlgorithm, key: string, privateKey: string): TestKey => ({
  kid,
  alg,
  key,
  privateKey,
});

/** The keys of example.org, one for each algorithm, and those of two other organisations. */
export const TEST_KEYS = {
  ed25519: pair(
    "2026a",
    "ed25519",
    "vMo28rU2Sci31ER1iEuhX9J9YvPPSebL42iM5pvRfHE=",
    "MC4CAQAwBQYDK2VwBCIEIJKXdpd5y5sq/3A9515WIYolQZB7/9OR8yANp4jXpfFY",
  ),
  next: pair(
    "2026b",
    "ed25519",
    "k8Mmr9/5xkyglrlufh9v09bUEmI8sPJVShS1jN79Jf4=",
    "MC4CAQAwBQYDK2VwBCIEIHvRgoEttid3zb+I+P8xAhn1Le0nzeO3MQvB2wtNpD/1",
  ),
  other: pair(
    "2026a",
    "ed25519",
    "blK2DzAKnC0jc9NsAWHzbsf8qpb9vtOtHroA5bia+e4=",
    "MC4CAQAwBQYDK2VwBCIEIMife1ho5HiW6RcSU1sU6iGemjeDQfWIieJddY2gylrD",
  ),
  p256: pair(
    "2026p",
    "ecdsa-p256-sha256",
    "BE9h2EedkCPq3Y5NbTqF1mdNrE9QZNQ6ZzuX7ssJClhXAqneasow1RoRJjuZo0cVkzC0Fkm39W0XMSDsPRSIur8=",
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkBfYdPMYwCpYO42OCgPYRO0hO0oz7mYRMmpu8LPplYmhRANCAARPYdhHnZAj6t2OTW06hdZnTaxPUGTUOmc7l+7LCQpYVwKp3mrKMNUaESY7maNHFZMwtBZJt/VtFzEg7D0UiLq/",
  ),
  rsa: pair(
    "2026r",
    "rsa-pss-sha256",
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArv+gMs+skXD3/5ZEtCTNVTry/SItUQjLaG8trwhUYd7lq6CuQ/CEyEWMw+7twav4SPzyc7MZqBrF4i2cYJXg7OZuUeVmzULo/SSl8MZrUsWDvnGcDcy+z1pi0KYh9bi6a4R/vRcdnUpMM5ggHOsYmqIVJr2w6viOyFxi0WwSiBhxiTtiIsiam77RbxtIyAcpOvM7lVEnIV/2NhRyah9+QbFKnpVU/59m2mezXoc+nhE7x/3EWuOhRQRIh8ZvEwoo1OTWqz3G3Q/Qzkvz1FrRxs07y64dG28z5istxF+yEM7cPWRRoPFBN7aIlQNbkxSCU2kt9p/MZqZ9oJJuARnITQIDAQAB",
    "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCu/6Ayz6yRcPf/lkS0JM1VOvL9Ii1RCMtoby2vCFRh3uWroK5D8ITIRYzD7u3Bq/hI/PJzsxmoGsXiLZxgleDs5m5R5WbNQuj9JKXwxmtSxYO+cZwNzL7PWmLQpiH1uLprhH+9Fx2dSkwzmCAc6xiaohUmvbDq+I7IXGLRbBKIGHGJO2IiyJqbvtFvG0jIByk68zuVUSchX/Y2FHJqH35BsUqelVT/n2baZ7Nehz6eETvH/cRa46FFBEiHxm8TCijU5NarPcbdD9DOS/PUWtHGzTvLrh0bbzPmKy3EX7IQztw9ZFGg8UE3toiVA1uTFIJTaS32n8xmpn2gkm4BGchNAgMBAAECggEACW1QVC8PSQYd+fOpRPoJjKVAYztU18gX6wri2gpiafj1BDCY9U8kMVoGdKSZmWSvRevzD0wEiQ4o1EpoNuTECTGlm5L2ctQUqH8G/b2L7ll2WMtBIJYuaOL3Lphl0m6ZLkMPkuBcp5/nEyLHXL9xDnLGSGq7Yyuwx2GAr5mOiwG3vEI9C/KyLZX7JIWEmfbz/BYoFIS8KmtnIJhjeGjOpIkoFxZmLgtc+LpjO62Jc84qEGLPQAmSxcIX2MqqHcK67WS0rbrRU5POszfZkix/A/TE1/RocSKC4x49xp0jViCxfiOHpI+HV/oUwI8KxvATVgOaYs78bOU/TF0HxknYeQKBgQDypdYpflSWeZNQRsrNF2+yAU/k9HdXGyXYPOJFiaxOqt492oPRMNsXLoPoZQQ6byE5SSvXkE3BeOZ3z9hYJnuDMRdSVkrFLfTFVgzXkc/KN/Pn0Ruc1znIH3hFdLsBBvzaXln1n/DmjPOnHBMJedzTYGIzSFrk12TZ/JCxIHffZQKBgQC4oNGNGyzUavYNWTZpd1ndI4w0850A3lia8v0tBK+oXtQ2iJvZhZMB6cDbTarXLS7HaXrxMgy32VkCHS/oU/ckbnEi9sw+lYqPsE6q5Y8O8heWssvzXwYM7R1/KPtwP0QdjAk1f8iOehk+sH4KX3HUr4jSCB2ZB+k55aSoYzy6yQKBgCrsLQMwBrSLkwSLUUqQT8DUPJbKq+WrtrkWpAwa+3D7Bs84PUMe+lKSduEAJYxUpjLk/61lKGwF//bHvIRzYjvlzjNRcm6I35iczS7A61nhJfMm6VSIOf9tma/no0DeRJI4SH+LqGiQHHW+IJv3g5mcniJmNTXv6DYrWEkM7keFAoGBALSA/f6Px/dxD1gjlW/tMN1j6KrIVgJIX6Y11FJUF4xsEduzGXPEBOLE7zk5KMKwuOBa/sia3xZLl5ragEEK/kAO/etqEGtLdqlefLrWLlQ1WdyKt50blOXEWKc+oPyvzd95TnOQl7q8IrxIfyGTCM4gQ4rcRlucAWgKXT4Hr5MJAoGBAIEBQL0tazZVPN6NLN2J7yjgYOLICU9mukB1l+F36snlNEMLB6LMeMDeqoPIAS7rWZZ432frhi0Tf9tmNp+y5Xee/sU8Vcd93f+OqzfzznuHiowPNGuQcE4Pl05K+lb8nXukEO2I47B2JLN+w26X+pYSrfiDXnDwOjwXggBLl+IX",
  ),
} as const;

/** What a trust record holds of a test key. */
export function publicKey({ kid, alg, key }: TestKey): OrganisationKey {
  return { kid, alg, key };
}

/** What the stamping side holds. */
export function stampKey({ kid, alg, privateKey }: TestKey): StampKey {
  return { kid, alg, privateKey: strictBase64(privateKey) ?? new Uint8Array(0) };
}
