import { entries } from "./entry.ts";

/** Source: kubevirt pkg/monitoring/metrics/virt-handler/migrationdomainstats */
export const migrationJob = entries(
  {
    components: ["virt-handler"],
    type: "gauge",
    labels: ["name", "namespace", "node"],
    since: "v1.1",
    when: "on the source node while the VMI migrates; samples of every 5 s with their own timestamps",
  },
  [
    {
      name: "kubevirt_vmi_migration_data_bytes_total",
      type: "counter",
      unit: "bytes",
      since: "v1.8",
      formerly: ["kubevirt_vmi_migration_data_total_bytes"],
      help: "Data of the guest that the migration has to move.",
    },
    {
      name: "kubevirt_vmi_migration_data_processed_bytes",
      unit: "bytes",
      formerly: ["kubevirt_migrate_vmi_data_processed_bytes"],
      help: "Data of the guest that the migration has moved.",
    },
    {
      name: "kubevirt_vmi_migration_data_remaining_bytes",
      unit: "bytes",
      formerly: ["kubevirt_migrate_vmi_data_remaining_bytes"],
      help: "Data of the guest that the migration has yet to move.",
    },
    {
      name: "kubevirt_vmi_migration_dirty_memory_rate_bytes",
      unit: "bytes per second",
      formerly: ["kubevirt_migrate_vmi_dirty_memory_rate_bytes"],
      help: "Rate at which the migrating guest writes to its memory.",
    },
    {
      name: "kubevirt_vmi_migration_memory_transfer_rate_bytes",
      unit: "bytes per second",
      since: "v1.2",
      formerly: ["kubevirt_migrate_vmi_memory_transfer_rate_bytes"],
      help: "Rate at which the migration copies memory.",
      notes: "v1.2 to v1.6 gave it the name of the disk's rate too; in v1.1 the two names were crossed",
    },
  ],
);

/** Source: kubevirt pkg/monitoring/metrics/virt-controller/migrationstats_collector.go */
export const migrations = entries(
  {
    components: ["virt-controller"],
    type: "gauge",
    unit: "objects",
    labels: [],
    since: "v1.1",
    when: "on every replica; 0 on a standby",
  },
  [
    {
      name: "kubevirt_vmi_migrations_in_pending_phase",
      formerly: ["kubevirt_migrate_vmi_pending_count"],
      help: "Migrations that are pending.",
    },
    {
      name: "kubevirt_vmi_migrations_in_scheduling_phase",
      formerly: ["kubevirt_migrate_vmi_scheduling_count"],
      help: "Migrations whose target is being scheduled.",
    },
    {
      name: "kubevirt_vmi_migrations_in_running_phase",
      formerly: ["kubevirt_migrate_vmi_running_count"],
      help: "Migrations that have a target and are not over.",
    },
    {
      name: "kubevirt_vmi_migrations_in_unset_phase",
      since: "v1.6",
      help: "Migrations that nothing has looked at yet.",
    },
    {
      name: "kubevirt_vmi_migration_succeeded",
      unit: "info",
      labels: ["namespace", "vmi", "vmim"],
      since: "v1.3",
      when: "on the leader, while the migration object exists",
      formerly: ["kubevirt_migrate_vmi_succeeded", "kubevirt_migrate_vmi_succeeded_total"],
      help: "A migration that succeeded.",
    },
    {
      name: "kubevirt_vmi_migration_failed",
      unit: "info",
      labels: ["namespace", "vmi", "vmim"],
      since: "v1.3",
      when: "on the leader, while the migration object exists",
      formerly: ["kubevirt_migrate_vmi_failed", "kubevirt_migrate_vmi_failed_total"],
      help: "A migration that failed.",
    },
    {
      name: "kubevirt_vmi_migration_start_time_seconds",
      unit: "unix seconds",
      labels: ["migration_name", "name", "namespace", "node"],
      since: "v1.5",
      when: "on the leader, once the VMI's last migration has begun",
      help: "When the VMI's last migration began.",
    },
    {
      name: "kubevirt_vmi_migration_end_time_seconds",
      unit: "unix seconds",
      labels: ["migration_name", "name", "namespace", "node", "status"],
      since: "v1.5",
      when: "on the leader, once the VMI's last migration is over",
      help: "When the VMI's last migration ended.",
    },
  ],
);
