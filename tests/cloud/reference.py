"""What the cloud makes of a user, said once more in the order of Microsoft's pages.

Written from the pages alone, not from `readiness.cloud`, so that the two can judge each other:
https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
"""

import re

MAIL_ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[\w-]+(\.[\w-]+)*", re.ASCII
)
SIGN_IN_NAME = re.compile(r"[\w.'!#^~-]{1,64}@[\w.-]+", re.ASCII)
SURVIVING = ("x500", "sip", "eum", "spo")


def local(name):
    return name.rpartition("@")[0] if name else None


def suffix(name):
    return (name or "").rpartition("@")[2].lower()


def is_reserved(address):
    return suffix(address).endswith((".onmicrosoft.com", ".microsoftonline.com"))


def first(values):
    return next((value for value in values if value), None)


def without_repetitions(values):
    known: dict[str, str] = {}
    for value in values:
        known.setdefault(value.lower(), value)
    return list(known.values())


def reference(ad, verified, initial, fqdn, *, licensed):
    """The alias, the name, the primary address and all addresses of a user in the cloud."""
    listed = {domain.lower() for domain in (*verified, initial)}
    sent_proxies = list(dict.fromkeys(value.strip() for value in ad.get("proxyAddresses", ())))
    sent_mail = (ad.get("mail") or "").strip() or None
    account = ad.get("sAMAccountName")
    sent_name = ad.get("userPrincipalName") or (f"{account}@{fqdn}" if account else None)

    # step b to d: what the cloud takes of the proxy addresses
    smtp, others = [], []
    for value in sent_proxies:
        prefix, _, rest = value.partition(":")
        if prefix.lower() == "smtp" and MAIL_ADDRESS.fullmatch(rest) and not is_reserved(rest):
            smtp.append((prefix, rest))
        elif prefix.lower() in SURVIVING:
            others.append(value)
    primary = first(address for prefix, address in smtp if prefix == "SMTP")
    secondary = list(dict.fromkeys(address for _, address in smtp if address != primary))

    alias = first(
        (ad.get("mailNickname"), *map(local, (primary, sent_mail, sent_name, first(secondary))))
    )
    moera = f"{alias}@{initial}"
    keeps = suffix(sent_name) in listed and SIGN_IN_NAME.fullmatch(sent_name or "")
    name = sent_name if keeps else moera

    # step f: any proxy address hides mail
    takes_mail = sent_mail and not sent_proxies
    takes_mail = (
        takes_mail and MAIL_ADDRESS.fullmatch(sent_mail or "") and not is_reserved(sent_mail)
    )
    mail = sent_mail if takes_mail else None
    if licensed:
        # step e, g and i
        secondary = [address for address in secondary if suffix(address) in listed]
        primary = primary if suffix(primary) in listed else None
        was_hidden = bool(sent_proxies) or (mail is not None and suffix(mail) not in listed)
        mail = mail if suffix(mail) in listed else None
        primary = primary or mail or (moera if was_hidden else name)
        secondary = without_repetitions([primary, *secondary, name, moera])[1:]
    else:
        primary = primary or mail
    every = [one for one in (primary, *secondary) if one]
    prefixes = ["SMTP" if one == primary else "smtp" for one in every]
    addresses = [f"{prefix}:{one}" for prefix, one in zip(prefixes, every, strict=True)]
    return {"alias": alias, "name": name, "primary": primary, "every": [*addresses, *others]}
