"""The tables of the Glue Data Catalog, as the local Clean Rooms reads them for queries."""

from ministack.services import glue


def table(request: dict) -> dict:
    """Where the rows of a table lie, in which form, and its columns, those of its partitions last; nothing where there is no such table."""
    found = glue._tables.get_scoped(request["account"], request["region"], f"{request['database']}/{request['table']}")
    if found is None:
        return {}
    storage = found.get("StorageDescriptor", {})
    serde = storage.get("SerdeInfo", {})
    columns = [*storage.get("Columns", []), *found.get("PartitionKeys", [])]
    return {
        "location": storage.get("Location", ""),
        "columns": [{"name": column["Name"].lower(), "type": column.get("Type", "string").lower()} for column in columns],
        "library": serde.get("SerializationLibrary", ""),
        "parameters": {**found.get("Parameters", {}), **storage.get("Parameters", {}), **serde.get("Parameters", {})},
    }
