/** Where the templates are loaded to: one account in one region. */
export interface Surroundings {
  /** Twelve digits. */
  account: string;
  region: string;
  /** Such as `aws`. */
  partition: string;
  /** Such as `amazonaws.com`. */
  urlSuffix: string;
}
