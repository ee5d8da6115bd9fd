/** What is simulated, and simpler than on AWS: nothing is refused, and nothing that is documented to hold is broken. */
export const simplified: Readonly<Record<string, string>> = {
  'dynamodb:CreateTable':
    'throughput is recorded; nothing is throttled but single items, where limits are asked for; CREATING, UPDATING and DELETING last half a second',
  'dynamodb:TransactWriteItems':
    'holds its items for three quarters of its latency, whether it will be cancelled or not; where nothing takes time, it holds nothing',
  'dynamodb:UpdateTimeToLive': 'takes effect at once',
  'dynamodbstreams:DescribeStream':
    'a stream has one shard; of a table of a template it keeps records for readers from the first DescribeStream or GetShardIterator on',
  'lambda:CreateFunction': 'a function is Active at once; on AWS it is Pending for seconds',
  'lambda:GetFunction': 'gives no Location of the code',
  'lambda:Invoke':
    'the tail of the log has no memory figure; an environment is not frozen between invocations, and its time zone and working directory are those of the process; nodejs20.x and older run on the Node of this process; a bundle has two environments, so that two invocations which wait for others of the same function wait until they time out',
  'cloudwatch:PutMetricAlarm':
    'an alarm changes its state; its actions are recorded, and nobody is told',
  'apigateway:CreateDeployment': 'a deployment serves its stage at once',
  'schemas:CreateSchema':
    'a schema is stored with its versions; its content is checked as JSON of its type only',
  'sts:GetCallerIdentity': 'any access key that was not issued to a function is the operator',
};
