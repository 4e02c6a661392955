import { StepName } from "@incident-teams/domain/team/Step"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Struct } from "effect"

/** Something that no text for people says, and what to write in its place. */
interface Rule {
  readonly pattern: RegExp
  readonly instead: string
}

/** Names of steps and events are for programs. Those of one word, such as Archive, are ordinary words as well. */
const internalNames: ReadonlyArray<Rule> = [...StepName.literals, ...Struct.keys(TeamEvent.cases)]
  .filter((name) => /[a-z][A-Z]/u.test(name))
  .map((name) => ({
    pattern: new RegExp(String.raw`\b${name}\b`, "u"),
    instead: "what people call it (packages/api/src/words)"
  }))

const words: ReadonlyArray<Rule> = [
  { pattern: /\bunless told\b/iu, instead: "Default: …" },
  { pattern: /\b(?:told|tells)\b/iu, instead: "report, show, return, say" },
  { pattern: /\b(?:whoever|whomever|somebody|whatever|whichever)\b/iu, instead: "anyone, someone, who, what" },
  { pattern: /\bput(?:s|ting)? off\b/iu, instead: "throttled, delayed" },
  { pattern: /\blet(?:s|ting)?(?: \w+)? in\b/iu, instead: "approve an access request, add" },
  { pattern: /\basked? out\b/iu, instead: "remove" },
  { pattern: /\b(?:anew|afresh)\b/iu, instead: "recreate, again" },
  { pattern: /\brema(?:kes?|king|de)\b/iu, instead: "recreate" },
  { pattern: /\b(?:hitch|hitches|misfit|misfits|purse|strays?)\b/iu, instead: "the standard term" },
  { pattern: /\bwant(?:s|ed)\b/iu, instead: "desired state, needs, requires" },
  { pattern: /\b(?:is|are|was|were) to be\b/iu, instead: "will be, must be, should be" },
  { pattern: /\blooked at\b/iu, instead: "checked" },
  { pattern: /\btakes a person\b/iu, instead: "Action needed: …" },
  { pattern: /\b(?:came|come|comes) to be\b/iu, instead: "was created" },
  { pattern: /\bbears? (?:our|its|the|a) key\b/iu, instead: "uses the key" },
  { pattern: /\bone's\b/iu, instead: "your" },
  { pattern: /\b(?:isn't|aren't|not) so\b/iu, instead: "actual state" },
  { pattern: /\bgot on\b/iu, instead: "proceeded" }
]

const british: ReadonlyArray<Rule> = [
  /\bfavourit\w*/iu,
  /\b(?:colour|behaviour|honour|neighbour)\w*/iu,
  /\b\w*(?:thoris|ganis|cognis|ormalis|nitialis|erialis|inimis|aximis|ptimis|ustomis|ynchronis|ummaris)(?:e|es|ed|ing|ation)\b/iu,
  /\b(?:analyse|analysed|analysing|catalogue|centre|centres|licence|licences|cancelled|labelled|grey|whilst)\b/iu
].map((pattern) => ({ pattern, instead: "the American spelling" }))

const prose = [...words, ...british]

const oddIn =
  (rules: ReadonlyArray<Rule>) =>
  (text: string): ReadonlyArray<string> =>
    rules.flatMap(({ pattern, instead }) => {
      const [found] = pattern.exec(text) ?? []
      return found === undefined ? [] : [`"${found}" in "${text}"; instead: ${instead}`]
    })

/** What `text` says that no text for people should say, each with what to write in its place. Empty for plain English. */
export const oddWordsIn = oddIn([...prose, ...internalNames])

/** The same for a document, which explains the code and so may name steps and events. */
export const oddProseIn = oddIn(prose)
