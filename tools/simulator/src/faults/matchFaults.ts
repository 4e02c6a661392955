import type { Fault, FaultRule } from "../platform/Fault.ts"
import { odataPath, type Surface, withoutVersion } from "../platform/requestPath.ts"

export interface Incoming {
  readonly surface: Surface
  readonly method: string
  /** As routed: OData keys as segments. */
  readonly path: string
  readonly operation: string | undefined
}

/** One segment; an alternate key is only matched where a template names it: `/groups/{id}` isn't `/groups(uniqueName='x')`. */
const segment = "(?!uniqueName=)[^/]+"

const patterns = new Map<string, RegExp>()

const patternOf = (path: string): RegExp => {
  const known = patterns.get(path)
  if (known) return known
  const pattern = path.startsWith("^")
    ? new RegExp(path, "i")
    : new RegExp(
        `^${withoutVersion(odataPath(path))
          .split(/(\{[^}]*\})/)
          .map((part) => (part.startsWith("{") ? segment : part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)))
          .join("")}/?$`,
        "i"
      )
  patterns.set(path, pattern)
  return pattern
}

/** Throws a SyntaxError when the rule's path is a malformed regular expression. */
export const checkPath = (path: string): void => void patternOf(path)

const matches = (rule: FaultRule, incoming: Incoming): boolean =>
  (rule.surface === undefined || rule.surface === incoming.surface) &&
  (rule.method === undefined || rule.method.toUpperCase() === incoming.method) &&
  (rule.operation === undefined || rule.operation === incoming.operation) &&
  (rule.path === undefined || patternOf(rule.path).test(withoutVersion(incoming.path)))

/** True when a fault decides the answer. `midBody` breaks the real answer, so it comes after the effect. */
const decides = (fault: Fault): boolean =>
  fault.kind === "answer" || fault.kind === "reset" || fault.kind === "emptyPage"

const hasEffect = (fault: Fault): boolean =>
  ("afterEffect" in fault && (fault.afterEffect ?? false)) || (fault.kind === "reset" && (fault.midBody ?? false))

/**
 * Returns the rules that apply to this request, in the order in which they were added. The first that decides the answer
 * wins: later ones of that kind don't count the request, and no later one does when it isn't carried out at all.
 */
export const matchFaults = (
  rules: ReadonlyArray<FaultRule>,
  incoming: Incoming,
  random: () => number
): ReadonlyArray<{ readonly id: string; readonly fault: Fault }> => {
  const touching: Array<FaultRule> = []
  let decided = false
  for (const rule of rules) {
    if ((decided && decides(rule.fault)) || !matches(rule, incoming)) continue
    rule.seen += 1
    const times = rule.times ?? (rule.fault.kind === "hold" ? 1 : Number.POSITIVE_INFINITY)
    if (rule.seen <= (rule.after ?? 0) || rule.applied >= times) continue
    if (rule.probability !== undefined && random() >= rule.probability) continue
    rule.applied += 1
    touching.push(rule)
    if (!decides(rule.fault)) continue
    decided = true
    if (!hasEffect(rule.fault)) break
  }
  return touching
}
