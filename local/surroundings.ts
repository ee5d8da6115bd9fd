/** One account in one region: what a call is made to, and what every resource but a role belongs to. */
export interface Place {
  /** Twelve digits. */
  account: string;
  region: string;
}

/** A place, and what else its addresses are made of. */
export interface Surroundings extends Place {
  /** Such as `aws`. */
  partition: string;
  /** Such as `amazonaws.com`. */
  urlSuffix: string;
  /** Where this cloud is served, such as `http://127.0.0.1:4566`; queues have their URLs there then. */
  endpoint?: string | undefined;
  /** False: not the place that the cloud's own templates are loaded to, to which its plain addresses lead. */
  isHome?: boolean;
}
