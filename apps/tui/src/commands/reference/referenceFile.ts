import { fileURLToPath } from "node:url"

/** Where the reference is kept, in the repository. */
export const referenceFile = fileURLToPath(new URL("../../../../../docs/reference/commands.md", import.meta.url))
