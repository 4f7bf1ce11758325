package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	cleanrooms "github.com/cdk-cleanrooms/cdk-cleanrooms-go/cdkcleanrooms"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	addRoom(app)
	addSurvey(app)
	app.Synth(nil)
}

// addRoom defines a clean room once, with a stack in each account that it needs.
func addRoom(app awscdk.App) {
	room := cleanrooms.NewCleanRoom(app, jsii.String("Campaign"), &cleanrooms.CleanRoomProps{
		CollaborationName: jsii.String("campaign-measurement"),
		Region:            jsii.String("us-east-1"),
		QueryLogging:      jsii.Bool(true),
		Creator: &cleanrooms.CleanRoomCreatorOptions{
			Name:      jsii.String("Advertiser"),
			Account:   jsii.String("111111111111"),
			Abilities: &[]cleanrooms.MemberAbility{cleanrooms.MemberAbility_CAN_QUERY(), cleanrooms.MemberAbility_CAN_RECEIVE_RESULTS()},
		},
	})
	advertiser := room.Creator()
	publisher := room.AddMember(jsii.String("Publisher"), &cleanrooms.CleanRoomMemberOptions{Account: jsii.String("222222222222")})
	room.AddPartner(jsii.String("Retailer"), &cleanrooms.CleanRoomPartnerOptions{Account: jsii.String("333333333333")})

	people := cleanrooms.AnalysisRule_Aggregation(nil).
		JoinOn(jsii.String("hashed_email")).
		CountDistinct(jsii.String("hashed_email")).
		RequireAtLeast(jsii.Number(100), jsii.String("hashed_email"))
	advertiser.AddTable(jsii.String("purchases"), &cleanrooms.CleanRoomTableOptions{
		Source: cleanrooms.TableSource_GlueTable(&cleanrooms.GlueTableAttributes{
			DatabaseName: jsii.String("sales"),
			TableName:    jsii.String("purchases"),
			Bucket:       awss3.Bucket_FromBucketName(advertiser.Stack(), jsii.String("Data"), jsii.String("sales-data")),
			Prefix:       jsii.String("purchases"),
		}),
		AllowedColumns: cleanrooms.AllowedColumns_Of(jsii.String("hashed_email"), jsii.String("amount"), jsii.String("city")),
		AnalysisRule:   people.Sum(jsii.String("amount")).GroupBy(jsii.String("city")),
	})
	publisher.AddTable(jsii.String("impressions"), &cleanrooms.CleanRoomTableOptions{
		Source: cleanrooms.TableSource_GlueTable(&cleanrooms.GlueTableAttributes{
			DatabaseName: jsii.String("ads"),
			TableName:    jsii.String("impressions"),
			Bucket:       awss3.Bucket_FromBucketName(publisher.Stack(), jsii.String("Data"), jsii.String("ads-data")),
			Prefix:       jsii.String("impressions"),
		}),
		AllowedColumns: cleanrooms.AllowedColumns_Of(jsii.String("hashed_email"), jsii.String("campaign")),
		AnalysisRule:   people.GroupBy(jsii.String("campaign")),
	})
	advertiser.RunQuery(jsii.String("reach"), &cleanrooms.ProtectedQueryOptions{
		Statement: cleanrooms.QueryStatement_Sql(jsii.String("SELECT campaign, COUNT(DISTINCT purchases.hashed_email) FROM purchases " +
			"INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign")),
	})
}

// addSurvey joins another room by its invitation. Custom resources look it up and wait, in a function whose log is kept for a year.
func addSurvey(app awscdk.App) {
	stack := awscdk.NewStack(app, jsii.String("Survey"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("222222222222"), Region: jsii.String("us-east-1")},
	})
	cleanrooms.CustomResourceFunction_Configure(stack, &cleanrooms.CustomResourceFunctionOptions{
		LogRetention: awslogs.RetentionDays_ONE_YEAR,
	})
	collaboration := cleanrooms.Collaboration_FromInvitation(stack, jsii.String("Collaboration"), &cleanrooms.CollaborationInvitation{
		CollaborationName: jsii.String("survey"),
		CreatorAccountId:  jsii.String("444444444444"),
		MemberAccountIds:  jsii.Strings("222222222222"),
		Timeout:           awscdk.Duration_Minutes(jsii.Number(5)),
	})
	cleanrooms.NewMembership(stack, jsii.String("Membership"), &cleanrooms.MembershipProps{Collaboration: collaboration})
	joined := cleanrooms.NewMembersJoined(stack, jsii.String("Joined"), &cleanrooms.MembersJoinedProps{
		Collaboration: collaboration,
		AccountIds:    jsii.Strings("444444444444"),
	})
	readiness := cleanrooms.NewSchemaReadiness(stack, jsii.String("Ready"), &cleanrooms.SchemaReadinessProps{
		Collaboration: collaboration,
		Tables:        jsii.Strings("answers"),
	})
	readiness.Node().AddDependency(joined)
}
