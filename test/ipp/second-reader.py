"""A second implementation of docs/protocols/ipp.md, written from that page alone: Python's library, and openssl for
certificates and signatures. Reads docs/vectors/ipp.json from standard input and prints what it makes of every vector;
second-reader.test.ts compares. `python3 test/ipp/second-reader.py < docs/vectors/ipp.json`
"""
import base64, datetime, hashlib, hmac, json, re, subprocess, sys, tempfile
from urllib.parse import quote, unquote_to_bytes, urlsplit

NATURES = ["personal", "transaction", "list", "notification", "marketing"]
DOMAIN = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
GRAMMAR = {
    "v": r"IPP1",
    "d": DOMAIN,
    "l": r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+",
    "nature": "|".join(NATURES) + r"|(?:[a-z0-9-]+\.)+[a-z0-9-]+:[a-z0-9][a-z0-9-]*",
    "n": r"[A-Za-z0-9_-]{22,64}",
    "t": r"[1-9][0-9]{8,11}",
    "x": r"[1-9][0-9]{8,11}",
    "h": r"[!-9;-~]+(?:[ \t\r\n]*:[ \t\r\n]*[!-9;-~]+)*",
    "bh": r"[A-Za-z0-9+/]{43}=",
    "a": r"ed25519|ecdsa-p256-sha256|rsa-pss-sha256",
    "b": r"[A-Za-z0-9+/]+={0,2}",
}


def run(*words, data=b""):
    done = subprocess.run(words, input=data, capture_output=True)
    return done.returncode, done.stdout


def relaxed_field(name, value):
    """RFC 6376 section 3.4.2."""
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.lower() + b":" + value + b"\r\n"


def relaxed_body(body):
    """RFC 6376 section 3.4.4."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    text = b"\r\n".join(lines)
    text = re.sub(rb"(?:\r\n)+$", b"", text)
    return text + b"\r\n" if text else b""


def split_message(message):
    head, _, body = message.partition(b"\r\n\r\n")
    fields = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t"):
            fields[-1] = fields[-1] + b"\r\n" + line
        else:
            fields.append(line)
    return [tuple(part for part in field.split(b":", 1)) for field in fields], body


def read_declaration(value):
    """Section 4: a tag list in which any value out of its grammar makes the whole malformed."""
    tags = {}
    text = value.decode("latin-1").strip()
    for part in text.rstrip(";").split(";"):
        name, equals, content = part.strip().partition("=")
        name = name.strip()
        if not equals or name.lower() in (known.lower() for known in tags):
            return None
        content = content.strip()
        tags[name] = re.sub(r"[ \t\r\n]+", "", content) if name in ("b", "bh") else content
    for name, grammar in GRAMMAR.items():
        if name not in tags or not re.fullmatch(grammar, tags[name]):
            return None
    names = [name.strip() for name in tags["h"].split(":")]
    created, expires = int(tags["t"]), int(tags["x"])
    if len(set(names)) < len(names) or any(name != name.lower() for name in names):
        return None
    if {"ipp-declaration", "x-guardmail-stamp"} & set(names):
        return None
    if expires <= created or expires - created > 90 * 86400:
        return None
    return {**tags, "names": names, "created": created, "expires": expires}


def signing_input(fields, declaration, own):
    data = b""
    for name in declaration["names"]:
        for field, value in reversed(fields):
            if field.lower() == name.encode():
                data += relaxed_field(field, value)
    bare = re.sub(rb"[ \t\r\n]+", b"", own)
    return data + b"ipp-declaration:" + re.sub(rb"(^|;)b=[^;]*", rb"\1b=", bare)


class Certificate:
    def __init__(self, pem):
        self.pem = pem.encode()
        _, self.key = run("openssl", "x509", "-pubkey", "-noout", data=self.pem)
        _, dates = run("openssl", "x509", "-noout", "-startdate", "-enddate", data=self.pem)
        when = [line.split("=", 1)[1] for line in dates.decode().splitlines()]
        read = lambda text: datetime.datetime.strptime(text, "%b %d %H:%M:%S %Y %Z").replace(tzinfo=datetime.timezone.utc)
        self.first, self.last = (read(text).timestamp() for text in when)
        _, names = run("openssl", "x509", "-noout", "-ext", "subjectAltName", data=self.pem)
        self.mailboxes = re.findall(r"email:(\S+?)(?:,|$)", names.decode().replace("\n", ","))

    def signs(self, address, *moments):
        return self.mailboxes == [address] and all(self.first <= at <= self.last for at in moments)

    def verifies(self, data, signature):
        with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as text, tempfile.NamedTemporaryFile() as sig:
            for file, octets in ((key, self.key), (text, data), (sig, signature)):
                file.write(octets)
                file.flush()
            words = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key.name, "-in", text.name]
            return run(*words, "-sigfile", sig.name)[0] == 0


def from_addresses(fields):
    values = [value.decode("latin-1") for name, value in fields if name.lower() == b"from"]
    return [address for value in values for address in re.findall(r"[^\s<>,]+@[^\s<>,]+", value)]


def judge(vector, certificates):
    """Section 4, results: the first that applies."""
    fields, body = split_message(base64.b64decode(vector["message"]))
    own = [value for name, value in fields if name.lower() == b"ipp-declaration"]
    if not own:
        return {"result": "none"}
    declaration = read_declaration(own[0]) if len(own) == 1 else None
    if declaration is None:
        return {"result": "malformed"}
    data = signing_input(fields, declaration, own[0])
    signature = base64.b64decode(declaration["b"])
    seen = vector["first_seen"]
    address = unquote_to_bytes(declaration["l"]).decode() + "@" + declaration["d"]
    known = [certificates[one["address"].split("@")[0]] for one in vector["certificates"]]
    valid = [one for one in known if one.signs(address, declaration["created"], seen)]
    digest = base64.b64encode(hashlib.sha3_256(relaxed_body(body)).digest()).decode()
    covered = {"from", "date", "message-id"} <= set(declaration["names"])
    if not valid:
        result = "no-key"
    elif not any(one.verifies(data, signature) for one in valid):
        result = "bad-signature"
    elif digest != declaration["bh"]:
        result = "body-changed"
    elif from_addresses(fields) != [address] or not covered:
        result = "unbound"
    elif not declaration["created"] - 600 <= seen <= declaration["expires"]:
        result = "expired"
    else:
        result = "signed"
    return {"result": result, "signing_input": data.hex(), "signature": signature.hex()}


def alias_of(local_part):
    octets = local_part.encode()
    return None if local_part in ("", ".", "..") or len(octets) > 64 else quote(octets, safe="-._~")


def base_of(record):
    """Section 1: the URL of an `_ipp` record."""
    tags = [part.strip().split("=", 1) for part in record.split(";")]
    names = [name for name, _ in tags]
    found = dict(tags)
    url = found.get("url", "")
    host = urlsplit(url).hostname or ""
    spelt = re.fullmatch(r"https://([a-z0-9.-]+)(:[1-9][0-9]*)?(/[A-Za-z0-9._~/-]*)?/", url)
    public = re.fullmatch(DOMAIN, host) and not re.search(r"(?:^|\.)(?:local|internal|localhost|[0-9]+|0x[0-9a-f]+)$", host)
    right = names[0] == "v" and found["v"] == "IPP1" and found.get("t") == "url" and len(set(names)) == len(names)
    return url if right and spelt and public and not re.search(r"/\.{1,2}/", url) else None


def token_of(vector):
    """Section 4.1."""
    nature = NATURES.index(vector["nature"]) + 1 if vector["nature"] in NATURES else 0
    head = base64.b64decode(vector["random"]) + vector["expires"].to_bytes(4, "big") + bytes([nature])
    text = b"countersign-token/1\n" + vector["address"].encode() + b"\n" + head
    code = hmac.new(base64.b64decode(vector["secret"]), text, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(head + code).decode().rstrip("=")


def is_proven(report, certificate, at):
    """Section 5: what a receiver checks of a report by the provider route."""
    fields = [tuple(field.encode("latin-1").split(b":", 1)) for field in report["fields"]]
    own = [value for name, value in fields if name.lower() == b"ipp-declaration"]
    declaration = read_declaration(own[0]) if len(own) == 1 else None
    if declaration is None or (declaration["d"], declaration["n"]) != (report["domain"], report["token"]):
        return False
    data = signing_input(fields, declaration, own[0])
    return at <= declaration["expires"] and certificate.verifies(data, base64.b64decode(declaration["b"]))


def key_of(domain, token):
    return hashlib.sha256(f"{domain}\n{token}".encode()).hexdigest()


def evaluate(layers, facts):
    """Section 3: the first rule that fits, then what is required."""
    present = [layers[name] for name in ("user", "managed", "published") if name in layers]
    domain = lambda item, name: name.endswith(item[1:]) if item.startswith("*.") else item == name
    kinds = {"nature": ("nature", str.__eq__), "list_id": ("listId", str.__eq__), "from_domain": ("fromDomain", domain)}
    fits = lambda rule: all(
        kinds[name][0] in facts and any(kinds[name][1](item, facts[kinds[name][0]]) for item in items)
        for name, items in rule["match"].items()
    )
    rules = [rule for layer in present for rule in layer["rules"]]
    place = next((index for index, rule in enumerate(rules) if fits(rule)), None)
    rule = {} if place is None else rules[place]
    said = {"mode": present[0]["mode"], "action": rule.get("action", present[0]["default"])}
    said |= {"because": "default"} if place is None else {"because": "rule", "rule": place}
    asked = [one for layer in present for one in layer.get("require", [])] + rule.get("require", [])
    missing = next((one for one in asked if not facts[one]), None)
    return {**said, "action": "reject", "because": missing} if said["action"] == "accept" and missing else said


vectors = json.load(sys.stdin)
certificates = {name: Certificate(pem) for name, pem in vectors["pubs"].items()}
reports = vectors["reports"]
sent = json.loads(reports["provider_request"]["body"])
undeclared = reports["undeclared"]
fields, _ = split_message(base64.b64decode(undeclared["message"]))
message_id = next(value.strip() for name, value in fields if name.lower() == b"message-id")
made = hashlib.sha3_256(message_id + b"\n" + reports["reporter"].encode()).digest()
print(json.dumps({
    "declarations": {one["id"]: judge(one, certificates) for one in vectors["declarations"]},
    "aliases": [alias_of(one["local_part"]) for one in vectors["aliases"]],
    "records": [base_of(one["text"]) for one in vectors["records"]],
    "token": token_of(vectors["token"]),
    "key": key_of(sent["domain"], sent["token"]),
    "proven": is_proven(sent, certificates["alice"], 1795294903),
    "altered": is_proven(reports["altered"]["report"], certificates["alice"], 1795294903),
    "undeclared": base64.urlsafe_b64encode(made).decode().rstrip("="),
    "policies": [evaluate(one["layers"], one["facts"]) for one in vectors["policies"]],
}))
