import type { Member, Service } from "../kit/Service.ts"

/** The members of a service, each to be written. A value is a getter until then: it can't be made up. */
export const placeholders = (service: Service): string =>
  service.members.map((member) => placeholder(service, member)).join(",\n")

const placeholder = ({ name: service }: Service, { doc, kind, name }: Member): string => {
  const what = [service, name, doc].map((text) => JSON.stringify(text)).join(", ")
  return kind === "method" ? `${name}: notWrittenYet(${what})` : `get ${name}() { return noValueYet(${what}) }`
}

/** The helpers that those are made with. */
export const placeholderImport = ({ members }: Service): string => {
  const kinds = new Set(members.map(({ kind }) => kind))
  const helpers = [...(kinds.has("value") ? ["noValueYet"] : []), ...(kinds.has("method") ? ["notWrittenYet"] : [])]
  return `import { ${helpers.join(", ")} } from "@incident-teams/application/testing/NotWrittenYet"`
}
