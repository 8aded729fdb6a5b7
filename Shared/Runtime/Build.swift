/// What this program is.
public enum Build {
    /// The version of all of Tapedeck's programs.
    public static let version = "0.1.0"
}
