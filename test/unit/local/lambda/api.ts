import { crc32, deflateRawSync } from 'node:zlib';
import { WorkerHost } from '../../../../local/lambda/bundle/worker-host.ts';
import { World } from '../cloud/world.ts';

/** An archive of these files, as `zip` writes it: deflated, or stored. */
export function zipOf(files: Record<string, string>, method: 0 | 8 = 8): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const raw = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(raw.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, raw);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, name);
    offset += 30 + name.length + raw.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** A world that takes functions over its API, and a role for them. */
export class ApiWorld extends World {
  readonly workers = new WorkerHost({ endpoint: () => 'http://127.0.0.1:4550' });
  readonly roleArn: string;

  constructor() {
    super({ conduct: 'server' });
    this.engines.lambda.services.workers = this.workers;
    this.roleArn = this.role('all', [{ Action: '*', Resource: '*' }]);
  }

  /** The input that makes a function. */
  input(FunctionName: string, text = 'exports.handler = async () => 1') {
    return {
      FunctionName,
      Role: this.roleArn,
      Runtime: 'nodejs24.x' as const,
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.js': text }) },
    };
  }
}
