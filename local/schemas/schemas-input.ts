/** The members of all inputs; those that an operation requires are there. */
export interface SchemasInput {
  RegistryName: string;
  SchemaName: string;
  SchemaVersion?: string;
  ResourceArn: string;
  Content?: string;
  Type?: string;
  Description?: string;
  ClientTokenId?: string;
  Tags?: Record<string, string>;
  TagKeys?: string[];
  Keywords?: string;
  RegistryNamePrefix?: string;
  SchemaNamePrefix?: string;
  Scope?: string;
  Limit?: number;
  NextToken?: string;
}
