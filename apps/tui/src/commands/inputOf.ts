/** What the commands call the fields of requests. A field that a command fills in by itself isn't among them. */
const inputs: Readonly<Record<string, string>> = {
  incident: "<incident>",
  incidentId: "<incident>",
  number: "<incident>",
  teamId: "<team>",
  requestId: "<request>",
  into: "--into",
  people: "--person",
  personId: "--person",
  groups: "--group",
  groupId: "--group",
  owner: "--owner",
  name: "--name",
  description: "--description",
  reason: "--reason",
  classification: "--classification",
  classificationReason: "--reason",
  classificationComment: "--comment",
  status: "--status",
  severity: "--severity",
  search: "--search",
  order: "--order",
  phase: "--phase",
  detail: "--detail",
  top: "--limit",
  workspace: "--workspace",
  "If-Match": "--if-match",
  "Idempotency-Key": "--idempotency-key"
}

/** Every name of an argument or flag in the table. */
export const namedInputs: ReadonlyArray<string> = Object.values(inputs)

/**
 * The argument or flag of a command that a field of a request comes from: `<incident>`, `--name`. Of an item of a list,
 * such as `people.0`, that of the list. Undefined: a person can't change it at the command.
 */
export const inputOf = (field: string): string | undefined => {
  const [name = ""] = field.split(".")
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined
}
