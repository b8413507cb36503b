"""The role of PostgreSQL that the door connects as: what it is given, and what of its rights is too much."""

from django.db import connection, transaction

from hilo.door.rows import POLICIES, grants
from hilo.door.sealing import key_store
from hilo.lib.errors import BadInput

ON_SQLITE = (
    "SQLite no tiene papeles: ahí la puerta está aparte solo por su proceso y por los permisos de sus archivos. "
    "No se dio nada."
)
_EVERY = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_OWNER = "SELECT relowner FROM pg_class WHERE oid = 'door_report'::regclass"


def statements(role: str) -> list[str]:
    """What gives the role its rights, on the tables of the door and on a store of outer keys on PostgreSQL."""
    return [*grants(role), *key_store().grants(connection.ops.quote_name(role))]


def grant(role: str) -> list[str]:
    """Give the role its rights and take away any other on the door's tables; the statements that were run.

    Raises BadInput, and gives nothing, on SQLite, for a role that does not exist, or for one whom the policies of
    rows do not bind: the owner of the tables, a member of it, a superuser.
    """
    check(role)
    key_store().prepare()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in grants(role):
            cursor.execute(statement)
    key_store().grant(connection.ops.quote_name(role))
    return statements(role)


def check(role: str) -> None:
    """Raises BadInput for a role that cannot be the door's."""
    if connection.vendor != "postgresql":
        raise BadInput(ON_SQLITE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise BadInput(f"No hay un papel «{role}» en PostgreSQL: cree uno con «createuser {role}».")
    if unbound := _unbound(role):
        raise BadInput(f"«{role}» no puede ser el papel de la puerta: {unbound}. Cree otro solo para ella.")


def rights_beyond() -> dict[str, str]:
    """Each role that may put reports in and does not own them -> what it may do beyond the door's work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT grantee::regrole::text FROM pg_class c, aclexplode(c.relacl) a "
            "WHERE c.oid = 'door_report'::regclass AND a.privilege_type = 'INSERT' AND a.grantee NOT IN (0, c.relowner)"
        )
        doors = [name.strip('"') for (name,) in cursor.fetchall()]
    return {name: said for name in doors if (said := ", ".join(filter(None, (_unbound(name), *_too_much(name)))))}


def rows_unguarded() -> set[str]:
    """Tables of the door whose rows any role with a grant could read, because a policy is missing or switched off."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND pg_table_is_visible(oid)")
        guarded = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename, cmd FROM pg_policies WHERE schemaname = current_schema()")
        policies = set(cursor.fetchall())
    wanted = {table: {(table, right) for right in rights} for table, rights in POLICIES.items()}
    return {table for table, rights in wanted.items() if table not in guarded or not rights <= policies}


def _unbound(role: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rolsuper, rolbypassrls, pg_has_role(oid, ({_OWNER}), 'MEMBER') FROM pg_roles "  # noqa: S608
            "WHERE rolname = %s",
            [role],
        )
        superuser, bypasses, owner = cursor.fetchone()
    if superuser:
        return "es superusuario"
    if bypasses:
        return "no lo atan las políticas de renglones"
    return "es dueño de las tablas o miembro de quien lo es" if owner else ""


def _too_much(role: str) -> list[str]:
    """Tables of others that it may touch, and rights on its own that it has no use for."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, array_agg(p) FROM pg_class, unnest(%s::text[]) p "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm') "
            "AND has_table_privilege(%s::name, oid, p) GROUP BY relname ORDER BY relname",
            [list(_EVERY), role],
        )
        for table, rights in cursor.fetchall():
            wanted = set(POLICIES.get(table, ())) - ({"UPDATE"} if table == "door_report" else set())
            if beyond := sorted(set(rights) - wanted):
                found.append(f"{'/'.join(beyond)} en {table}")
    return found
