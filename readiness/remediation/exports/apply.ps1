#Requires -Version 5.1
<#
.SYNOPSIS
    Applies a repair plan of the readiness scanner, one guarded change an object.
.DESCRIPTION
    Reads the data file beside it and compares its checksum. Each object is addressed by its GUID,
    read again, and compared value by value (case included) before anything is sent; the first
    change that does not fit any more ends the run. Without -Apply it only says what it would do, as
    with -WhatIf. It writes no journal, and does not ask who else holds a value: "readiness apply"
    does both.
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

$identifier = New-Object System.DirectoryServices.Protocols.LdapDirectoryIdentifier($Server, 636)
$connection = New-Object System.DirectoryServices.Protocols.LdapConnection($identifier)
$connection.SessionOptions.SecureSocketLayer = $true
$connection.SessionOptions.ProtocolVersion = 3
$connection.SessionOptions.ReferralChasing = 'None'
$connection.AuthType = 'Negotiate'
$connection.Bind()

# Collections are handed over inside an array of one: PowerShell would take them apart otherwise.

function Get-Held([string] $dn, [string] $attribute) {
    $request = New-Object System.DirectoryServices.Protocols.SearchRequest(
        $dn, '(objectClass=*)', 'Base', $attribute)
    $entries = $connection.SendRequest($request).Entries
    if ($entries.Count -ne 1) { throw 'there is no object with this GUID' }
    $found = $entries[0].Attributes[$attribute]
    $held = New-Object 'System.Collections.Generic.HashSet[string]'
    if ($null -ne $found) {
        foreach ($value in $found.GetValues([byte[]])) {
            [void] $held.Add([Convert]::ToBase64String($value))
        }
    }
    , $held
}

function New-Modification([string] $attribute, [string] $operation, [string[]] $values) {
    $modification = New-Object System.DirectoryServices.Protocols.DirectoryAttributeModification
    $modification.Name = $attribute
    $modification.Operation = $operation
    foreach ($value in $values) {
        [void] $modification.Add([Convert]::FromBase64String($value))
    }
    , $modification
}

function New-Request([string] $dn, $edits) {
    $request = New-Object System.DirectoryServices.Protocols.ModifyRequest
    $request.DistinguishedName = $dn
    foreach ($edit in $edits) {
        $old = @($edit.remove)
        $new = @($edit.add)
        $held = Get-Held $dn $edit.attribute
        foreach ($value in $old) {
            if (-not $held.Contains($value)) { throw "$($edit.attribute) was changed meanwhile" }
        }
        foreach ($value in $new) {
            if ($held.Contains($value) -and $old -cnotcontains $value) {
                throw "$($edit.attribute) has the new value already"
            }
        }
        # one by one: an array that grows by += would take a modification apart into its values
        if ($old.Count) {
            [void] $request.Modifications.Add((New-Modification $edit.attribute 'Delete' $old))
        }
        if ($new.Count) {
            [void] $request.Modifications.Add((New-Modification $edit.attribute 'Add' $new))
        }
    }
    , $request
}

$refused = 0
# Each change stands in a line of its own, since Windows PowerShell reads only so much JSON at once:
# https://learn.microsoft.com/dotnet/api/system.web.script.serialization.javascriptserializer.maxjsonlength
foreach ($line in [System.IO.File]::ReadAllLines($dataFile)) {
    if ($line -notlike '{"id"*') { continue }
    $change = ConvertFrom-Json -InputObject ($line.TrimEnd(','))
    $dn = '<GUID=' + $change.guid + '>'
    try {
        $request = New-Request $dn $change.edits
        # -Apply is asked for once more: nothing depends on a preference alone
        if ($PSCmdlet.ShouldProcess($dn, "change $($change.id)") -and $Apply) {
            [void] $connection.SendRequest($request)
            Write-Output "$($change.id) applied"
        }
    } catch {
        $refused++
        Write-Warning "$($change.id) refused: $($_.Exception.Message)"
        break # what stands behind may need it
    }
}
$connection.Dispose()
if ($refused) { exit 1 }
