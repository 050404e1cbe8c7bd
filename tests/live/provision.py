"""Makes a Samba domain controller in a folder: run by the Python that has Debian's python3-samba.

`samba-tool domain provision` would need extended attributes and POSIX ACLs; `provision()` can leave
them out. Nothing outside the folder is written, and no service of the system is touched.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import ldb
from samba import provision as samba_provision
from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.samdb import SamDB
from samba.sd_utils import SDUtils

REALM, DOMAIN, HOST = "CONTOSO.COM", "CONTOSO", "dc1"
BASE = "DC=contoso,DC=com"
PRIVATE_OIDS = "1.3.6.1.4.1.7165.655.1.24061971.1"
"""Of the arc that Samba keeps for tests; not those of Exchange."""
TEXT, NUMBER, TRUTH, OCTETS, LARGE = (12, 64), (9, 2), (8, 1), (10, 4), (16, 65)
EXCHANGE = {
    "mailNickname": TEXT,
    "targetAddress": TEXT,
    "homeMDB": TEXT,
    "msExchMailboxGuid": OCTETS,
    "msExchRecipientTypeDetails": LARGE,
    "msExchRemoteRecipientType": LARGE,
    "msExchHideFromAddressLists": TRUTH,
    "msExchUsageLocation": TEXT,
    "msExchMasterAccountSid": OCTETS,
    "msRTCSIP-PrimaryUserAddress": TEXT,
    "msRTCSIP-UserEnabled": TRUTH,
} | {f"extensionAttribute{number}": TEXT for number in range(1, 16)}
"""Attributes that Exchange adds: their attributeSyntax (the last arc) and oMSyntax."""
OWNED = {
    *("objectguid", "objectsid", "whencreated", "memberof", "primarygroupid", "instancetype"),
    *("lastlogontimestamp", "admincount", "iscriticalsystemobject", "pwdlastset", "badpwdcount"),
}
"""What only the server itself writes."""
LINKS = {"manager", "managedby", "member"}
"""What refers to other entries, which have to be there before."""

SETTINGS = """[global]
    netbios name = {host}
    workgroup = {domain}
    realm = {realm}
    server role = active directory domain controller
    server services = ldap cldap kdc
    dcerpc endpoint servers = epmapper
    interfaces = {ip}/8
    bind interfaces only = yes
    disable netbios = yes
    private dir = {folder}/private
    lock dir = {folder}
    state directory = {folder}/state
    cache directory = {folder}/cache
    binddns dir = {folder}/bind-dns
    pid directory = {folder}/run
    ncalrpc dir = {folder}/ncalrpc
    ntp signd socket directory = {folder}/run/ntp_signd
    winbindd socket directory = {folder}/run/winbindd
    log file = {folder}/log/samba.log
    log level = 1
    ldb:nosync = yes
    tls enabled = yes
    tls keyfile = {folder}/key.pem
    tls certfile = {folder}/cert.pem
    tls cafile = {folder}/ca.pem
    ldap server require strong auth = allow_sasl_over_tls
[sysvol]
    path = {folder}/state/sysvol
[netlogon]
    path = {folder}/state/sysvol/scripts
"""


def main() -> None:
    """Provision; the order comes as JSON on standard input, and what was refused goes out."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    loaded = settings(folder, order["ip"])
    samba_provision.provision(
        logging.getLogger("provision"),
        system_session(),
        smbconf=loaded.configfile,
        targetdir=str(folder),
        samdb_fill=samba_provision.FILL_FULL,
        realm=REALM,
        domain=DOMAIN,
        hostname=HOST,
        hostip=order["ip"],
        hostip6=None,
        adminpass=order["password"],
        dns_backend="NONE",
        serverrole="active directory domain controller",
        dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
        base_schema="2012_R2",
        skip_sysvolacl=True,
        use_rfc2307=True,
        lp=loaded,
    )
    extend_schema(loaded)
    # thousands of entries take minutes in any other mode, and this one forgives no error
    database = opened(loaded, "transaction_index_cache_size:200000", "batch_mode:1")
    database.transaction_start()
    database.add_ldif(order["many"])
    database.transaction_commit()
    database = opened(loaded)
    refused = add(database, order["sample"])
    for name, password, change in order["accounts"]:
        database.newuser(name, password, force_password_change_at_next_login_req=False)
        if change:
            database.modify_ldif(f"dn: CN={name},CN=Users,{BASE}\nchangetype: modify\n{change}\n")
    for change in order["changes"]:
        database.modify_ldif(change)
    hide(database, *order["hidden"])
    json.dump(refused, sys.stdout)


def settings(folder: Path, ip: str) -> LoadParm:
    """Write smb.conf, and load it."""
    for name in ("etc", "private", "state", "cache", "bind-dns", "run", "log", "ncalrpc"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    file = folder / "etc/smb.conf"
    file.write_text(SETTINGS.format(folder=folder, ip=ip, host=HOST, domain=DOMAIN, realm=REALM))
    loaded = LoadParm()
    loaded.load(str(file))
    return loaded


def opened(loaded: LoadParm, *options: str) -> SamDB:
    """The database, with an administrator's rights; no need to wait for the disk."""
    return SamDB(
        url=loaded.private_path("sam.ldb"),
        session_info=system_session(),
        lp=loaded,
        options=list(options),
        flags=ldb.FLG_NOSYNC,
    )


def extend_schema(loaded: LoadParm) -> None:
    """Add attributes with the names that Exchange gives its own."""
    loaded.set("dsdb:schema update allowed", "true")
    database = opened(loaded)
    schema = f"CN=Schema,CN=Configuration,{BASE}"
    database.transaction_start()
    for number, (name, (syntax, om_syntax)) in enumerate(EXCHANGE.items(), 1):
        database.add_ldif(
            f"dn: CN=test-{name},{schema}\nobjectClass: attributeSchema\ncn: test-{name}\n"
            f"attributeID: {PRIVATE_OIDS}.{number}\nattributeSyntax: 2.5.5.{syntax}\n"
            f"oMSyntax: {om_syntax}\nisSingleValued: TRUE\nlDAPDisplayName: {name}\n"
            "isMemberOfPartialAttributeSet: TRUE\n"
        )
    database.transaction_commit()
    may = "".join(f"mayContain: {name}\n" for name in EXCHANGE)
    dn = f"CN=Mail-Recipient,{schema}"
    # the attributes are known after the next look at the schema
    database.modify_ldif("dn:\nchangetype: modify\nadd: schemaUpdateNow\nschemaUpdateNow: 1\n")
    database.modify_ldif(f"dn: {dn}\nchangetype: modify\nadd: mayContain\n{may}")


def add(database: SamDB, ldif: str) -> list[str]:
    """Add entries, then the links between them; return what the server refuses."""
    refused = []
    links = []
    database.transaction_start()
    for message in messages(ldif):
        # a name made without the database would fold ASCII letters only
        message.dn = ldb.Dn(database, str(message.dn))
        for name in list(message):
            if name.lower() in LINKS:
                links += [(str(message.dn), name, str(value)) for value in message[name]]
            if name.lower() in OWNED | LINKS:
                del message[name]
        refused += attempt(database.add, message)
    for dn, name, value in links:
        link = ldb.Message(ldb.Dn(database, dn))
        link[name] = ldb.MessageElement(value, ldb.FLAG_MOD_ADD, name)
        refused += attempt(database.modify, link)
    database.transaction_commit()
    return refused


def hide(database: SamDB, account: str, dn: str) -> None:
    """Deny an account to see what is below an entry, and the entry itself."""
    found = database.search(account, ldb.SCOPE_BASE, attrs=["objectSid"])
    sid = database.schema_format_value("objectSid", found[0]["objectSid"][0]).decode()
    # read properties, list contents, list the object, read the permissions
    SDUtils(database).dacl_add_ace(dn, f"(D;CI;RPLCLORC;;;{sid})")


def messages(ldif: str) -> Iterator[ldb.Message]:
    """The entries of a file in which comments and blank lines may stand anywhere."""
    plainly = ldb.Ldb()  # the database itself would want SIDs as text
    plain = re.sub(r"(?m)^#.*\n", "", ldif)
    for text in filter(None, re.split(r"\n\n+", plain.strip("\n"))):
        _, message = next(plainly.parse_ldif(f"{text}\n\n"))
        yield message


def attempt(change: Callable[[ldb.Message], None], message: ldb.Message) -> list[str]:
    """Make a change; what is wrong with it, if anything."""
    try:
        change(message)
    except ldb.LdbError as error:
        return [f"{message.dn}: {error.args[1]}"]
    return []


if __name__ == "__main__":
    main()
