/** Where the templates are loaded to: one account in one region. */
export interface Surroundings {
  /** Twelve digits. */
  account: string;
  region: string;
  /** Such as `aws`. */
  partition: string;
  /** Such as `amazonaws.com`. */
  urlSuffix: string;
  /** Where this cloud is served, such as `http://127.0.0.1:4566`; queues have their URLs there then. */
  endpoint?: string | undefined;
}
