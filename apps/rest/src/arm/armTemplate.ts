import { Option, Schema } from "effect"

/** Where Sentinel is in ARM, under one workspace. */
export const sentinel =
  "/subscriptions/:subscription/resourceGroups/:resourceGroup" +
  "/providers/Microsoft.OperationalInsights/workspaces/:workspace/providers/Microsoft.SecurityInsights"

export interface ArmParams {
  readonly [name: string]: string
}

const decode = Schema.decodeUnknownOption(Schema.StringFromUriComponent)

/** A path's parameters by a template of literals and `:names`. ARM's literals don't regard case (resource ids). */
export const matchTemplate = (template: string, path: string): Option.Option<ArmParams> => {
  const expected = template.split("/")
  const given = path.replace(/\/$/u, "").split("/")
  if (expected.length !== given.length) return Option.none()
  const params: Record<string, string> = {}
  for (const [at, part] of expected.entries()) {
    const text = Option.getOrUndefined(decode(given[at] ?? ""))
    if (text === undefined) return Option.none()
    if (part.startsWith(":")) {
      if (text === "") return Option.none()
      params[part.slice(1)] = text
    } else if (part.toLowerCase() !== text.toLowerCase()) return Option.none()
  }
  return Option.some(params)
}

/** Whether a path is ARM's: everything under /subscriptions. */
export const isArmPath = (path: string): boolean => /^\/subscriptions(?:\/|$)/iu.test(path)
