from pyspark.sql import functions as f


def entrypoint(context):
    """The mean number of days in hospital, for each ward with at least 50 stays."""
    stays = context["referencedTables"]["stays_north"]
    wards = stays.groupBy("ward").agg(f.count("*").alias("stays"), f.avg("days").alias("mean_days"))
    return {"results": {"wards": wards.where(f.col("stays") >= 50)}}
