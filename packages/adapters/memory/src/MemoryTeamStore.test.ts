import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { layer, layerOn, noTeamData } from "./MemoryTeamStore.ts"

teamStoreContract("memory", { layer, sharesData: () => layerOn(noTeamData()) })
