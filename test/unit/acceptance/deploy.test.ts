import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stages } from '../../../lib/config.ts';
import { type Cdk, type DeployOptions, deployStage } from '../../acceptance/deploy.ts';
import { setVariables } from '../../acceptance/environment.ts';
import { serveCloud } from '../../acceptance/served-cloud.ts';

const options: DeployOptions = { place: { region: 'us-east-1' }, stage: stages.dev };
const impossible = { ...stages.dev, name: 'Not-A-Stage' };

let folder: string;
let restore: () => void;
let commands: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly-test-'));
  restore = setVariables({ TMPDIR: folder, CDK_VALIDATION: 'false' });
});

afterAll(() => {
  restore();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  commands = [];
});

/** A CDK that only notes what it is asked for, writes no outputs but `{}`, and fails in some commands. */
const cdk =
  (...failing: string[]): Cdk =>
  async (_place, ...commandLine) => {
    const [command] = commandLine as [string];
    commands.push(command);
    if (failing.includes(command)) throw new Error(`${command} failed`);
    const outputs = commandLine[commandLine.indexOf('--outputs-file') + 1];
    if (command === 'deploy') writeFileSync(outputs!, '{}');
    return '';
  };

describe('the deployment of a stage', () => {
  it('bootstraps no account: that is for its owner', async () => {
    const { remove } = await deployStage(options, cdk());
    expect(commands).toEqual(['deploy']);
    await remove();
    expect(commands).toEqual(['deploy', 'destroy']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves no files behind when the stage is left where it is', async () => {
    const { leave } = await deployStage(options, cdk());
    await leave();
    expect([commands, readdirSync(folder)]).toEqual([['deploy'], []]);
  });

  it('leaves no files behind when the stage cannot be synthesized', async () => {
    const deployment = deployStage({ ...options, stage: impossible }, cdk());
    await expect(deployment).rejects.toThrow('Not-A-Stage');
    expect([commands, readdirSync(folder)]).toEqual([[], []]);
  });

  it('says why it failed when its removal fails too', async () => {
    const deployment = deployStage(options, cdk('deploy', 'destroy'));
    await expect(deployment).rejects.toThrow('deploy failed; and then destroy failed');
    expect([commands, readdirSync(folder)]).toEqual([['deploy', 'destroy'], []]);
  });

  it('is taken away again when it is interrupted meanwhile', async () => {
    const controller = new AbortController();
    const interrupted: Cdk = (place, ...commandLine) => {
      controller.abort(new Error('interrupted'));
      return cdk()(place, ...commandLine);
    };
    const deployment = deployStage({ ...options, signal: controller.signal }, interrupted);
    await expect(deployment).rejects.toThrow('interrupted');
    expect([commands, readdirSync(folder)]).toEqual([['deploy', 'destroy'], []]);
  });
});

describe('a served cloud that does not come up', () => {
  it('leaves no server and no files behind', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen');
    const serving = serveCloud({ stage: { name: 'Not-A-Stage' }, extraServices: [] });
    await expect(serving).rejects.toThrow('Not-A-Stage');
    const servers = listen.mock.contexts as Server[];
    expect(servers.map(({ listening }) => listening)).toEqual([false]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
