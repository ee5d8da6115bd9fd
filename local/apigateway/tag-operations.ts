import { badRequest, notFound } from './api-gateway-errors.ts';
import type { ApiGatewayOperation, ApiGatewayPlace } from './operation.ts';
import { putTags } from './tags.ts';

interface Input {
  resourceArn: string;
  tags?: Record<string, string>;
  tagKeys?: string[];
}

/** The operations on the tags of APIs and stages. */
export const tagOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  GetTags: {
    parameters: ['resourceArn'],
    route: 'GET /tags/{resourceArn}',
    run: (input: Input, place) => ({ tags: Object.fromEntries(tagsOf(input, place)) }),
  },
  TagResource: {
    parameters: ['resourceArn', 'tags'],
    route: 'PUT /tags/{resourceArn}',
    run(input: Input, place) {
      putTags(tagsOf(input, place), input.tags);
      return {};
    },
  },
  UntagResource: {
    parameters: ['resourceArn', 'tagKeys'],
    route: 'DELETE /tags/{resourceArn}',
    run(input: Input, place) {
      const tags = tagsOf(input, place);
      for (const name of input.tagKeys ?? []) tags.delete(name);
      return {};
    },
  },
};

const PATH = /^\/restapis\/(\w+)(?:\/stages\/(\w+))?$/;

function tagsOf({ resourceArn }: Input, place: ApiGatewayPlace): Map<string, string> {
  const { partition, region } = place.foundation.surroundings;
  const start = `arn:${partition}:apigateway:${region}::`;
  if (!resourceArn.startsWith(start)) throw badRequest(`Invalid ARN: ${resourceArn}`);
  const [, apiId, stageName] = PATH.exec(resourceArn.slice(start.length)) ?? [];
  if (apiId === undefined) throw notFound('Resource');
  const api = place.gateway.restApi(apiId);
  return stageName === undefined ? api.tags : api.stageRecord(stageName).tags;
}
