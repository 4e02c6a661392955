import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"

const path = "nx.json"

/**
 * nx's settings with one more variable that tests depend on: a cached skip must not answer for a run on a server. As text,
 * so that everything else stays as it is.
 */
export const nxInputsWith = (workspace: Workspace, variable: string): PlannedFile => ({
  path,
  text: (workspace.read(path) ?? "").replace(
    /\{ "env": "\w+" \}(?=\s*\])/u,
    (last) => `${last}, { "env": "${variable}" }`
  )
})
