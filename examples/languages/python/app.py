from aws_cdk import App, Duration, Environment, Stack
from aws_cdk.aws_logs import RetentionDays
from aws_cdk.aws_s3 import Bucket
from cdk_cleanrooms import (
    AllowedColumns,
    AnalysisRule,
    CleanRoom,
    CleanRoomCreatorOptions,
    Collaboration,
    CustomResourceFunction,
    MemberAbility,
    Membership,
    MembersJoined,
    QueryStatement,
    SchemaReadiness,
    TableSource,
)

app = App()

# One definition of a clean room, and a stack in each account that it needs.
room = CleanRoom(
    app,
    "Campaign",
    collaboration_name="campaign-measurement",
    region="us-east-1",
    query_logging=True,
    creator=CleanRoomCreatorOptions(
        name="Advertiser",
        account="111111111111",
        abilities=[MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS],
    ),
)
advertiser = room.creator
publisher = room.add_member("Publisher", account="222222222222")
room.add_partner("Retailer", account="333333333333")

people = (
    AnalysisRule.aggregation()
    .join_on("hashed_email")
    .count_distinct("hashed_email")
    .require_at_least(100, "hashed_email")
)
advertiser.add_table(
    "purchases",
    source=TableSource.glue_table(
        database_name="sales",
        table_name="purchases",
        bucket=Bucket.from_bucket_name(advertiser.stack, "Data", "sales-data"),
        prefix="purchases",
    ),
    allowed_columns=AllowedColumns.of("hashed_email", "amount", "city"),
    analysis_rule=people.sum("amount").group_by("city"),
)
publisher.add_table(
    "impressions",
    source=TableSource.glue_table(
        database_name="ads",
        table_name="impressions",
        bucket=Bucket.from_bucket_name(publisher.stack, "Data", "ads-data"),
        prefix="impressions",
    ),
    allowed_columns=AllowedColumns.of("hashed_email", "campaign"),
    analysis_rule=people.group_by("campaign"),
)
advertiser.run_query(
    "reach",
    statement=QueryStatement.sql(
        "SELECT campaign, COUNT(DISTINCT purchases.hashed_email) FROM purchases "
        "INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign"
    ),
)

# A member of another room joins by its invitation. Custom resources look it up and wait, in a function whose log is kept for a year.
stack = Stack(app, "Survey", env=Environment(account="222222222222", region="us-east-1"))
CustomResourceFunction.configure(stack, log_retention=RetentionDays.ONE_YEAR)
collaboration = Collaboration.from_invitation(
    stack,
    "Collaboration",
    collaboration_name="survey",
    creator_account_id="444444444444",
    member_account_ids=["222222222222"],
    timeout=Duration.minutes(5),
)
Membership(stack, "Membership", collaboration=collaboration)
joined = MembersJoined(stack, "Joined", collaboration=collaboration, account_ids=["444444444444"])
readiness = SchemaReadiness(stack, "Ready", collaboration=collaboration, tables=["answers"])
readiness.node.add_dependency(joined)

app.synth()
