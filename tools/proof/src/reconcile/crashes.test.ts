import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { everyCrash } from "../testing/everyCrash.ts"

// crashes.exhaustive.test.ts has them on SQLite.
everyCrash("in memory", () => MemoryTeamStore.layer)
