import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentFor, setVariables } from '../../acceptance/environment.ts';
import { aws } from '../../acceptance/places.ts';

const engine = { endpoint: 'http://127.0.0.1:4566', region: 'us-east-1' };
const folder = mkdtempSync(join(tmpdir(), 'orderly-test-'));
const file = join(folder, 'credentials');
let restore: () => void;

beforeEach(() => {
  writeFileSync(file, '[work]\naws_access_key_id = mine\naws_secret_access_key = secret\n');
  restore = setVariables({
    AWS_PROFILE: 'work',
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_SESSION_TOKEN: 'token',
    AWS_ENDPOINT_URL_SQS: 'http://elsewhere.example',
  });
});

afterEach(() => {
  restore();
  rmSync(file);
});

describe('the environment of an engine', () => {
  it('signs with no credentials of the user, and sends nothing elsewhere', async () => {
    const leave = setVariables(environmentFor(engine));
    const client = new STSClient({ region: 'us-east-1' });
    const { accessKeyId, sessionToken } = await client.config.credentials();
    const { AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL } = process.env;
    leave();
    expect([accessKeyId, sessionToken]).toEqual(['test', undefined]);
    expect([AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL]).toEqual([undefined, engine.endpoint]);
  });

  it('is as it was before when it has been left', () => {
    const before = { ...process.env };
    setVariables(environmentFor(engine))();
    expect({ ...process.env }).toEqual(before);
  });
});

describe('AWS as a target', () => {
  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_EVENTBRIDGE'])(
    'is refused while %s sends requests elsewhere, with the name of the variable',
    (name) => {
      expect(() => aws({ [name]: 'http://127.0.0.1:4566' })).toThrow(
        `${name} is http://127.0.0.1:4566, which is not AWS`,
      );
    },
  );

  it('is where the region of the environment says', () => {
    expect(aws({ AWS_ENDPOINT_URL: '', AWS_REGION: 'eu-west-1' }).place).toEqual({
      region: 'eu-west-1',
    });
  });
});
