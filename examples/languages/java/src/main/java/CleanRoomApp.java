import io.github.cdkcleanrooms.AggregationAnalysisRule;
import io.github.cdkcleanrooms.AllowedColumns;
import io.github.cdkcleanrooms.AnalysisRule;
import io.github.cdkcleanrooms.CleanRoom;
import io.github.cdkcleanrooms.CleanRoomCreatorOptions;
import io.github.cdkcleanrooms.CleanRoomMember;
import io.github.cdkcleanrooms.CleanRoomMemberOptions;
import io.github.cdkcleanrooms.CleanRoomPartnerOptions;
import io.github.cdkcleanrooms.CleanRoomTableOptions;
import io.github.cdkcleanrooms.Collaboration;
import io.github.cdkcleanrooms.CollaborationInvitation;
import io.github.cdkcleanrooms.CustomResourceFunction;
import io.github.cdkcleanrooms.CustomResourceFunctionOptions;
import io.github.cdkcleanrooms.GlueTableAttributes;
import io.github.cdkcleanrooms.ICollaboration;
import io.github.cdkcleanrooms.MemberAbility;
import io.github.cdkcleanrooms.Membership;
import io.github.cdkcleanrooms.MembersJoined;
import io.github.cdkcleanrooms.ProtectedQueryOptions;
import io.github.cdkcleanrooms.QueryStatement;
import io.github.cdkcleanrooms.SchemaReadiness;
import io.github.cdkcleanrooms.TableSource;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.Bucket;

public class CleanRoomApp {
    public static void main(String[] args) {
        App app = new App();
        addRoom(app);
        addSurvey(app);
        app.synth();
    }

    /** One definition of a clean room, and a stack in each account that it needs. */
    private static void addRoom(App app) {
        CleanRoom room = CleanRoom.Builder.create(app, "Campaign")
            .collaborationName("campaign-measurement")
            .region("us-east-1")
            .queryLogging(true)
            .creator(CleanRoomCreatorOptions.builder()
                .name("Advertiser")
                .account("111111111111")
                .abilities(List.of(MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS))
                .build())
            .build();
        CleanRoomMember advertiser = room.getCreator();
        CleanRoomMember publisher = room.addMember("Publisher", CleanRoomMemberOptions.builder().account("222222222222").build());
        room.addPartner("Retailer", CleanRoomPartnerOptions.builder().account("333333333333").build());

        AggregationAnalysisRule people = AnalysisRule.aggregation()
            .joinOn("hashed_email")
            .countDistinct("hashed_email")
            .requireAtLeast(100, "hashed_email");
        advertiser.addTable("purchases", CleanRoomTableOptions.builder()
            .source(TableSource.glueTable(GlueTableAttributes.builder()
                .databaseName("sales")
                .tableName("purchases")
                .bucket(Bucket.fromBucketName(advertiser.getStack(), "Data", "sales-data"))
                .prefix("purchases")
                .build()))
            .allowedColumns(AllowedColumns.of("hashed_email", "amount", "city"))
            .analysisRule(people.sum("amount").groupBy("city"))
            .build());
        publisher.addTable("impressions", CleanRoomTableOptions.builder()
            .source(TableSource.glueTable(GlueTableAttributes.builder()
                .databaseName("ads")
                .tableName("impressions")
                .bucket(Bucket.fromBucketName(publisher.getStack(), "Data", "ads-data"))
                .prefix("impressions")
                .build()))
            .allowedColumns(AllowedColumns.of("hashed_email", "campaign"))
            .analysisRule(people.groupBy("campaign"))
            .build());
        advertiser.runQuery("reach", ProtectedQueryOptions.builder()
            .statement(QueryStatement.sql("SELECT campaign, COUNT(DISTINCT purchases.hashed_email) FROM purchases "
                + "INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign"))
            .build());
    }

    /** A member of another room joins by its invitation. Custom resources look it up and wait, in a function whose log is kept for a year. */
    private static void addSurvey(App app) {
        Stack stack = new Stack(app, "Survey", StackProps.builder()
            .env(Environment.builder().account("222222222222").region("us-east-1").build())
            .build());
        CustomResourceFunction.configure(stack, CustomResourceFunctionOptions.builder().logRetention(RetentionDays.ONE_YEAR).build());
        ICollaboration collaboration = Collaboration.fromInvitation(stack, "Collaboration", CollaborationInvitation.builder()
            .collaborationName("survey")
            .creatorAccountId("444444444444")
            .memberAccountIds(List.of("222222222222"))
            .timeout(Duration.minutes(5))
            .build());
        Membership.Builder.create(stack, "Membership").collaboration(collaboration).build();
        MembersJoined joined = MembersJoined.Builder.create(stack, "Joined")
            .collaboration(collaboration)
            .accountIds(List.of("444444444444"))
            .build();
        SchemaReadiness readiness = SchemaReadiness.Builder.create(stack, "Ready")
            .collaboration(collaboration)
            .tables(List.of("answers"))
            .build();
        readiness.getNode().addDependency(joined);
    }
}
