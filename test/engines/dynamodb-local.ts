import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, ENGINES, type Engine, onceAnswering, onSearchPath, runToEnd } from './engine.ts';

/** The release of DynamoDB Local (Maven Central) that the suite was judged against. */
export const DYNAMODB_LOCAL_VERSION = '3.3.1';

/** The AWS SDK for Java it is laid out with: its own range of versions does not resolve to one release. */
const SDK_VERSION = '2.54.15';

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
const MAIN_CLASS = 'software.amazon.dynamodb.services.local.main.ServerRunner';

const FOLDER = join(ENGINES, 'dynamodb-local');
const LIBRARIES = join(FOLDER, `lib-${DYNAMODB_LOCAL_VERSION}`);

/** How DynamoDB Local is started. */
export interface DynamoDbLocalOptions {
  /** @default 8000 */
  port?: number;
  /** Installs it from Maven Central into the project if it is not there. @default false */
  install?: boolean;
}

/**
 * Starts DynamoDB Local, in memory and with one database for all credentials. Throws with what to install if it is not
 * there, or if the port is taken.
 */
export async function startDynamoDbLocal({
  port = 8000,
  install = false,
}: DynamoDbLocalOptions = {}): Promise<Engine> {
  const java = onSearchPath('java');
  if (java === undefined) throw new Error('DynamoDB Local needs Java 17: there is no java here');
  await provide(install);
  const endpoint = `http://127.0.0.1:${port}`;
  if (await answers(endpoint)) throw new Error(`DynamoDB Local cannot start: ${endpoint} is taken`);
  const log = join(FOLDER, `${port}.log`);
  const output = openSync(log, 'w');
  const server = spawn(java, argumentsFor(port), { stdio: ['ignore', output, output] });
  return onceAnswering(server, { name: 'DynamoDB Local', endpoint, log });
}

/** It keeps its tables in SQLite, which is a native library beside the others. */
function argumentsFor(port: number): string[] {
  return [
    `-Djava.library.path=${LIBRARIES}`,
    '-classpath',
    join(LIBRARIES, '*'),
    MAIN_CLASS,
    '-inMemory',
    '-sharedDb',
    '-disableTelemetry',
    '-port',
    String(port),
  ];
}

async function provide(install: boolean): Promise<void> {
  if (existsSync(LIBRARIES)) return;
  const maven = onSearchPath('mvn');
  if (!install || maven === undefined) {
    const missing = maven === undefined ? ', and its installation needs mvn (Maven)' : '';
    throw new Error(`DynamoDB Local ${DYNAMODB_LOCAL_VERSION} is not installed${missing}`);
  }
  mkdirSync(FOLDER, { recursive: true });
  const project = join(FOLDER, 'pom.xml');
  writeFileSync(project, PROJECT_MODEL);
  const fetched = join(FOLDER, 'fetched');
  const scope = [`-DoutputDirectory=${fetched}`, '-DincludeScope=runtime'];
  await runToEnd(maven, ['-q', '-B', '-f', project, COPY, ...scope]);
  nameNativeLibrary(fetched);
  renameSync(fetched, LIBRARIES);
}

/** sqlite4java looks for its library without the version that Maven puts in its name. */
function nameNativeLibrary(folder: string): void {
  for (const file of readdirSync(folder)) {
    const bare = file.replace(/^(libsqlite4java-[a-z0-9-]+?)-\d[\d.]*(\.so|\.dylib)$/, '$1$2');
    if (bare !== file) renameSync(join(folder, file), join(folder, bare));
  }
}

const PROJECT_MODEL = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>engines</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>software.amazon.awssdk</groupId>
        <artifactId>bom</artifactId>
        <version>${SDK_VERSION}</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${DYNAMODB_LOCAL_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
