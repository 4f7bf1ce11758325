"""Runs queries on Spark for the command line tool: one request on each line of standard input, as JSON, and one answer to it.

    session.py [ADDRESS]

ADDRESS is that of a Spark Connect server, sc://host:port; without it, Spark runs in this process. It ends when standard input does.
"""

import json
import os
import socket
import sys
from urllib.parse import urlsplit

try:
    from pyspark.errors import AnalysisException
    from pyspark.sql import SparkSession, functions
except ImportError as missing:
    sys.exit(f"pyspark cannot be imported: {missing}")

# As Clean Rooms has it where the documentation says so: what does not fit is NULL. Times have no zone here.
SETTINGS = {"spark.sql.ansi.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ",
            "spark.sql.caseSensitive": "false"}


def session(address):
    builder = SparkSession.builder.appName("cdk-cleanrooms")
    if address:
        _check(address)
        spark = builder.remote(address).getOrCreate()
    else:
        spark = (builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
                 .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
        spark.sparkContext.setLogLevel("OFF")
    for name, value in SETTINGS.items():
        spark.conf.set(name, value)
    return spark


def _check(address):
    """Ends where no server answers: the client would try for minutes."""
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname, place.port or 15002), timeout=10).close()
    except (OSError, TypeError, ValueError) as error:
        sys.exit(f"no Spark Connect server answers at {address}: {error}")


def rows_of(spark, path, is_typed):
    """The rows of a file, or of a folder of files. Where types are known, text is read as it is and converted."""
    if path.endswith((".csv", ".csv/")):
        return spark.read.csv(path, header=True, inferSchema=not is_typed)
    if path.endswith((".json", ".jsonl", ".ndjson")):
        return spark.read.json(path, multiLine=_is_list(path))
    return spark.read.parquet(path)


def _is_list(path):
    """Whether a JSON file on this machine is one list, and not an object on each line."""
    if not os.path.isfile(path):
        return False
    with open(path, encoding="utf-8") as file:
        return file.read(100).lstrip().startswith("[")


def load(spark, table):
    """Makes a table of the columns that are shared, and tells their names and types."""
    is_typed = all("type" in column for column in table["columns"])
    rows = _sent(spark, table["paths"][0]) if table["isSent"] else _first_of(spark, table["paths"], is_typed)
    present = {name.lower(): name for name in rows.columns}
    selected = []
    for column in table["columns"]:
        name = present.get(column["name"].lower())
        if name is None:
            raise ValueError(f"the rows of table '{table['name']}' have no column '{column['name']}': they have {', '.join(rows.columns)}")
        value = functions.col(f"`{name}`")
        if "type" in column:
            if rows.schema[name].dataType.typeName() == "string":
                value = functions.when(value != "", value)  # no text is NULL
            value = value.cast(column["type"])
        selected.append(value.alias(column["name"]))
    shared = rows.select(*selected)
    shared.createOrReplaceTempView(f"`{table['name']}`")
    return [{"name": field.name, "type": field.dataType.simpleString()} for field in shared.schema.fields]


def _sent(spark, path):
    """The rows of a Parquet file of this machine, which a server cannot read."""
    from pyarrow import parquet  # which Spark Connect needs, and nothing else here
    return spark.createDataFrame(parquet.read_table(path))


def _first_of(spark, paths, is_typed):
    for path in paths:
        try:
            rows = rows_of(spark, path, is_typed)
            rows.schema  # a Spark Connect server looks for the rows only now
            return rows
        except AnalysisException as missing:
            if "PATH_NOT_FOUND" not in str(missing):
                raise
    raise ValueError(f"there are no rows at {', '.join(paths)}")


def run(spark, sql):
    result = spark.sql(sql)
    rows = [[_value(value) for value in row] for row in result.collect()]
    return {"columns": result.columns, "types": [field.dataType.simpleString() for field in result.schema.fields], "rows": rows}


def _value(value):
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def answer(spark, request):
    if request["action"] == "load":
        return {table["name"]: load(spark, table) for table in request["tables"]}
    return run(spark, request["sql"])


def _said(error):
    """What an error says, which of one in Java is not that it is one."""
    java = getattr(error, "java_exception", None)
    return str(java.toString() if java else error).split("\n")[0]


def main():
    # What Spark prints must not come among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    spark = session(sys.argv[1] if len(sys.argv) > 1 else None)
    for line in sys.stdin:
        try:
            told = {"answer": answer(spark, json.loads(line))}
        except Exception as error:  # whatever Spark makes of a query is an answer
            told = {"error": _said(error)}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
