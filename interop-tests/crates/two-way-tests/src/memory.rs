/// The resident memory of this process, in bytes.
///
/// # Panics
///
/// If the system does not provide it. Only Linux does, in `/proc/self/status`.
pub fn resident_bytes() -> usize {
    bytes_of("VmRSS:")
}

/// The maximum resident memory of this process, in bytes.
///
/// # Panics
///
/// If the system does not provide it. Only Linux does, in `/proc/self/status`.
pub fn peak_resident_bytes() -> usize {
    bytes_of("VmHWM:")
}

fn bytes_of(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("the system describes its processes");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("with their memory");
    let kibibytes: usize = line.trim().trim_end_matches(" kB").parse().expect("in KiB");
    kibibytes * 1024
}
