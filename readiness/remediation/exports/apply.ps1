<#
.SYNOPSIS
    Applies a repair plan of the readiness scanner, one guarded change an object.
.DESCRIPTION
    Reads the data file beside it and compares its checksum. Each object is addressed by its GUID,
    read again, and compared value by value (case included) before anything is sent; a change that
    does not fit any more is refused. Without -Apply it only says what it would do, as with -WhatIf.
.PARAMETER Server
    The domain controller to write to; it must be writable and of the objects' own domain.
.PARAMETER Apply
    Really write. Without it -WhatIf is in force.
.NOTES
    Windows blocks scripts from elsewhere: see Unblock-File. This one has not been run by its makers.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)] [string] $Server,
    [switch] $Apply
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
if (-not $Apply) { $WhatIfPreference = $true }
Add-Type -AssemblyName System.DirectoryServices.Protocols

$dataFile = Join-Path $PSScriptRoot '@DATA@'
if ((Get-FileHash -LiteralPath $dataFile -Algorithm SHA256).Hash -ne '@CHECKSUM@') {
    throw 'The data file is not the one that this script was written for.'
}
$plan = Get-Content -LiteralPath $dataFile -Raw -Encoding UTF8 | ConvertFrom-Json

$identifier = New-Object System.DirectoryServices.Protocols.LdapDirectoryIdentifier($Server, 636)
$connection = New-Object System.DirectoryServices.Protocols.LdapConnection($identifier)
$connection.SessionOptions.SecureSocketLayer = $true
$connection.SessionOptions.ProtocolVersion = 3
$connection.SessionOptions.ReferralChasing = 'None'
$connection.AuthType = 'Negotiate'
$connection.Bind()

function Get-Held([string] $dn, [string] $attribute) {
    $request = New-Object System.DirectoryServices.Protocols.SearchRequest(
        $dn, '(objectClass=*)', 'Base', @($attribute))
    $entries = $connection.SendRequest($request).Entries
    if ($entries.Count -ne 1) { throw 'There is no object with this GUID.' }
    $found = $entries[0].Attributes[$attribute]
    $held = New-Object System.Collections.Generic.HashSet[string]
    if ($null -ne $found) {
        foreach ($value in $found.GetValues([byte[]])) {
            [void] $held.Add([Convert]::ToBase64String($value))
        }
    }
    , $held
}

function New-Modification([string] $attribute, [string] $operation, $values) {
    $made = New-Object System.DirectoryServices.Protocols.DirectoryAttributeModification
    $made.Name = $attribute
    $made.Operation = $operation
    foreach ($value in $values) { [void] $made.Add([Convert]::FromBase64String($value)) }
    # PowerShell would unroll the collection into its values
    , $made
}

$refused = 0
foreach ($change in $plan.changes) {
    $dn = '<GUID=' + $change.guid + '>'
    try {
        $modifications = @()
        foreach ($edit in $change.edits) {
            $held = Get-Held $dn $edit.attribute
            foreach ($value in $edit.remove) {
                if (-not $held.Contains($value)) { throw "$($edit.attribute) was changed meanwhile." }
            }
            foreach ($value in $edit.add) {
                if ($held.Contains($value) -and $edit.remove -cnotcontains $value) { throw "$($edit.attribute) has the new value already." }
            }
            if ($edit.remove.Count) { $modifications += New-Modification $edit.attribute 'Delete' $edit.remove }
            if ($edit.add.Count) { $modifications += New-Modification $edit.attribute 'Add' $edit.add }
        }
        if ($PSCmdlet.ShouldProcess($dn, "change $($change.id)")) {
            $request = New-Object System.DirectoryServices.Protocols.ModifyRequest($dn, $modifications)
            [void] $connection.SendRequest($request)
            Write-Output "$($change.id) applied"
        }
    } catch {
        $refused++
        Write-Warning "$($change.id) refused: $($_.Exception.Message)"
        break # what stands behind may need it
    }
}
if ($refused) { exit 1 }
