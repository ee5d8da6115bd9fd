/** A CloudFormation template in JSON; values may still hold intrinsics. */
export interface Template {
  Parameters?: Readonly<Record<string, TemplateParameter>>;
  Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  Conditions?: Readonly<Record<string, unknown>>;
  Rules?: Readonly<Record<string, unknown>>;
  Resources?: Readonly<Record<string, TemplateResource>>;
  Outputs?: Readonly<Record<string, TemplateOutput>>;
}

/** A parameter as the template declares it; AWS CloudFormation User Guide, "Parameters". */
export interface TemplateParameter {
  Type: string;
  Default?: unknown;
  AllowedValues?: readonly unknown[];
}

/** A resource as the template declares it; of its attributes, those that are read here. */
export interface TemplateResource {
  Type: string;
  Properties?: Readonly<Record<string, unknown>>;
  DependsOn?: string | readonly string[];
  Condition?: string;
}

/** An output of a stack and, with `Export`, the name by which other stacks import it. */
export interface TemplateOutput {
  Value: unknown;
  Condition?: string;
  Export?: { Name: unknown };
}

/** A template and the name of the stack it makes. */
export interface StackTemplate {
  name: string;
  template: Template;
  /** Values given for the template's parameters; the others take their defaults. */
  parameters?: Readonly<Record<string, string>>;
}
