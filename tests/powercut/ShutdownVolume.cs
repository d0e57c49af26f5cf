namespace Mutx.Powercut;

/// <summary>
/// ext4 or xfs, cut off by the shutdown ioctl without a flush of the log: from that moment nothing more reaches the
/// image, and the next mount finds what a machine finds that lost its power.
/// </summary>
internal sealed class ShutdownVolume : Volume
{
    private const int NoLogFlush = 2;

    private readonly string _image;
    private readonly string _mount;
    private readonly string _options;

    public ShutdownVolume(string work, string filesystem)
    {
        _image = Path.Join(work, "image");
        _mount = System.IO.Directory.CreateDirectory(Path.Join(work, "mount")).FullName;

        // ext4 syncs what is renamed over a file by itself unless told not to; no program may count on that.
        _options = filesystem == "ext4" ? "loop,noauto_da_alloc" : "loop";
        MakeImage(_image, filesystem == "ext4" ? 64L << 20 : 320L << 20);
        Run($"mkfs.{filesystem}", filesystem == "ext4" ? "-qF" : "-qf", _image);
        Mount();
    }

    public override string Directory => _mount;

    public override void Cut()
    {
        using var root = new OpenDirectory(_mount);
        root.Shutdown(NoLogFlush);
    }

    public override string Recover()
    {
        Unmount(_mount);
        Mount();
        return _mount;
    }

    public override void Resume()
    {
    }

    public override void Dispose() => Unmount(_mount);

    private void Mount() => Run("mount", "-o", _options, _image, _mount);
}
