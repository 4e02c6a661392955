import { endedSessionsContract } from "@incident-teams/application/testing/endedSessionsContract"
import { layer, layerOn } from "./MemoryEndedSessions.ts"

endedSessionsContract("memory", { layer, sharesData: () => layerOn(new Map()) })
