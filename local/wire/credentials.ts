import type { Mortal } from '../attempt.ts';
import type { Credentials } from '../lambda/handler.ts';
import type { RandomSource } from '../random.ts';
import type { Principal } from '../service.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const KEY_ID_LETTERS = 16;
const SECRET_BYTES = 20;
const TOKEN_BYTES = 64;
const OPERATOR: Principal = { kind: 'operator' };

/** Whose access key is whose: any key is the operator's, except those issued here. */
export class CredentialIssuer {
  readonly #random: RandomSource;
  readonly #principals = new Map<string, Principal>();
  /** What was issued to the session of a role. */
  readonly #issued = new Map<string, Credentials>();
  /** What was issued to one environment. */
  readonly #held = new WeakMap<Mortal, Credentials>();
  readonly #holders = new Map<string, Mortal>();

  constructor(random: RandomSource) {
    this.#random = random;
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
