import type { Mortal } from '../attempt.ts';
import type { KeyRing } from '../iam/operation.ts';
import type { Credentials } from '../lambda/handler.ts';
import type { RandomSource } from '../random.ts';
import type { Principal } from '../service.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KEY_ID_LETTERS = 16;
const SECRET_BYTES = 20;
const TOKEN_BYTES = 64;
const ACCOUNT = /^\d{12}$/;
const OPERATOR: Principal = { kind: 'operator' };

/** Why a key is not taken. */
export type KeyFault = 'expired' | 'revoked';

/** Whose access key is whose: any key is the operator's of an account, except those issued or registered here. */
export class CredentialIssuer implements KeyRing {
  readonly #random: RandomSource;
  readonly #account: string;
  readonly #principals = new Map<string, Principal>();
  /** What was issued to the session of a role. */
  readonly #issued = new Map<string, Credentials>();
  /** What was issued to one environment. */
  readonly #held = new WeakMap<Mortal, Credentials>();
  readonly #holders = new Map<string, Mortal>();
  /** Keys of clients, not of functions: of users, and of sessions that were asked for. */
  readonly #ofClients = new Set<string>();
  readonly #revoked = new Set<string>();
  /** When sessions end, in epoch milliseconds. */
  readonly #endsMs = new Map<string, number>();

  /** `account` is that of every key that names none. */
  constructor(random: RandomSource, account: string) {
    this.#random = random;
    this.#account = account;
  }

  /**
   * Credentials for a principal, from the seeded source; a role's session has the same as long as the cloud lives. With
   * `holder` they are that environment's own, so that who made a call is known.
   */
  issue(principal: Principal, holder?: Mortal): Credentials {
    if (holder) return this.#issueTo(holder, principal);
    if (principal.kind !== 'role') return this.#make(principal);
    const session = `${principal.roleArn} ${principal.session}`;
    const known = this.#issued.get(session);
    if (known) return known;
    const issued = this.#make(principal);
    this.#issued.set(session, issued);
    return issued;
  }

  /** The environment that holds a key, if it is its own. */
  holderOf(accessKeyId: string): Mortal | undefined {
    return this.#holders.get(accessKeyId);
  }

  principalOf(accessKeyId: string): Principal {
    return this.#principals.get(accessKeyId) ?? OPERATOR;
  }

  /**
   * The account of a key: that of the role or user whose it is; the one that twelve digits name, as in other engines; or
   * else the cloud's own.
   */
  accountOf(accessKeyId: string): string {
    const principal = this.#principals.get(accessKeyId);
    const arn = principal?.kind === 'role' ? principal.roleArn : userArnOf(principal);
    if (arn !== undefined) return arn.split(':')[4] ?? this.#account;
    return ACCOUNT.test(accessKeyId) ? accessKeyId : this.#account;
  }

  /** The key of a user. */
  register(accessKeyId: string, principal: Principal): void {
    this.#principals.set(accessKeyId, principal);
    this.#ofClients.add(accessKeyId);
  }

  revoke(accessKeyId: string): void {
    this.#revoked.add(accessKeyId);
  }

  /** Credentials for a session that a client asked for, until `endsMs`. */
  grant(principal: Principal, endsMs: number): Credentials {
    const granted = this.#make(principal);
    this.#ofClients.add(granted.accessKeyId);
    this.#endsMs.set(granted.accessKeyId, endsMs);
    return granted;
  }

  /** Whether a key is one of a client's, so that its calls are no function's. */
  isOfClient(accessKeyId: string): boolean {
    return this.#ofClients.has(accessKeyId);
  }

  /** Why a key is not taken at that time; undefined if it is. */
  faultOf(accessKeyId: string, nowMs: number): KeyFault | undefined {
    if (this.#revoked.has(accessKeyId)) return 'revoked';
    const endsMs = this.#endsMs.get(accessKeyId);
    return endsMs !== undefined && nowMs >= endsMs ? 'expired' : undefined;
  }

  #issueTo(holder: Mortal, principal: Principal): Credentials {
    const known = this.#held.get(holder);
    if (known) return known;
    const issued = this.#make(principal);
    this.#held.set(holder, issued);
    this.#holders.set(issued.accessKeyId, holder);
    return issued;
  }

  #make(principal: Principal): Credentials {
    let accessKeyId = 'ASIA';
    for (let index = 0; index < KEY_ID_LETTERS; index += 1) {
      accessKeyId += LETTERS[this.#random.below(LETTERS.length)];
    }
    this.#principals.set(accessKeyId, principal);
    const secretAccessKey = this.#random.hex(SECRET_BYTES);
    return { accessKeyId, secretAccessKey, sessionToken: this.#random.hex(TOKEN_BYTES) };
  }
}

function userArnOf(principal: Principal | undefined): string | undefined {
  return principal?.kind === 'user' ? principal.userArn : undefined;
}
