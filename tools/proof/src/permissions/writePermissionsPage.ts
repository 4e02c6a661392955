/** `npm run reference`: updates docs/reference/permissions.md. */
import { writeFileSync } from "node:fs"
import { withSimulator } from "../kill/SimulatedTenant.ts"
import { liveWithoutEach, permissionsFile, permissionsPage } from "./permissionsPage.ts"

writeFileSync(permissionsFile, permissionsPage(await withSimulator(100, liveWithoutEach)))
