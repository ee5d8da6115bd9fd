import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../../local/cloud.ts';
import { virtualTime } from '../../../../local/scheduler.ts';

const loadWithTopic = (change: (topic: Topic) => void): Promise<Cloud> => {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Shop');
  const topic = new Topic(stack, 'Alarms');
  change(topic);
  const metric = new Metric({ namespace: 'Shop', metricName: 'E', period: Duration.minutes(1) });
  const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  alarm.addAlarmAction(new SnsAction(topic));
  const assembly = app.synth().directory;
  const code = () => undefined;
  return Cloud.load({ assembly, code, time: virtualTime(0), seed: 1, latency: 'none' });
};

describe('an alarm', () => {
  it('may notify a topic of its account that has no policy of its own', async () => {
    await expect(loadWithTopic(() => {})).resolves.toBeInstanceOf(Cloud);
  });

  it('is refused at load if the policy of its topic leaves it out', async () => {
    const loading = loadWithTopic((topic) =>
      topic.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
        }),
      ),
    );
    await expect(loading).rejects.toThrow(
      /cloudwatch.amazonaws.com is not authorized.*sns:Publish/,
    );
  });
});
