// Azure Cosmos DB for Incident Teams: what `incident-teams-server provision` makes, and an account and a role around it.
//
//   az deployment group create --resource-group <group> --template-file docs/how-to/cosmos.bicep \
//     --parameters accountName=<name> principalId=<object id of the service principal>

param location string = resourceGroup().location

@description('Unique in all of Azure: its address is https://<name>.documents.azure.com.')
param accountName string

@description('Object id of the service principal of the app registration (not of the app registration itself). Empty: `setup` assigns the role.')
param principalId string = ''

param databaseName string = 'incident-teams'

@description('Request units a second that both containers share at most; Azure goes down to a tenth by itself.')
param maxThroughput int = 1000

param zoneRedundant bool = false

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: accountName
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    // One write region: with several, Cosmos DB may undo a write that it has accepted.
    enableMultipleWriteLocations: false
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    // Opened by tokens of Entra ID alone; there is no key that could leak.
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: { id: databaseName }
    options: { autoscaleSettings: { maxThroughput: maxThroughput } }
  }
}

resource teams 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'teams'
  properties: {
    resource: {
      id: 'teams'
      partitionKey: { paths: ['/team'], kind: 'Hash', version: 2 }
      // Items that name a time to live expire, the others stay.
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/team/?' }
          { path: '/claimableAt/?' }
          { path: '/schemaVersion/?' }
          { path: '/listedAt/?' }
          { path: '/workspace/?' }
          { path: '/phase/?' }
          { path: '/blocked/?' }
          { path: '/gone/?' }
          { path: '/access/?' }
          { path: '/delayed/?' }
          { path: '/last/?' }
          { path: '/chunk/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

resource users 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'users'
  properties: {
    resource: {
      id: 'users'
      partitionKey: { paths: ['/owner'], kind: 'Hash', version: 2 }
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [{ path: '/owner/?' }]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

// Cosmos DB Built-in Data Contributor: reads and writes items, makes no containers.
resource access 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = if (principalId != '') {
  parent: account
  name: guid(account.id, principalId, 'incident-teams')
  properties: {
    principalId: principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'
    scope: account.id
  }
}

output endpoint string = account.properties.documentEndpoint
