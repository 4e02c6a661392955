import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { layer, layerOn } from "./MemoryWatermarkStore.ts"

watermarkStoreContract("memory", { layer, sharesData: () => layerOn(new Map()) })
