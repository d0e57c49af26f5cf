namespace Mutx.Powercut;

/// <summary>
/// btrfs, which has no shutdown ioctl: its image lies on an xfs that can share blocks, where one ioctl takes a copy
/// of it at a moment, with everything in it that the filesystem had handed to its device until then.
/// </summary>
internal sealed class SnapshotVolume : Volume
{
    private readonly string _host;
    private readonly string _image;
    private readonly string _copy;
    private readonly string _mount;
    private readonly string _copyMount;

    public SnapshotVolume(string work)
    {
        string hostImage = Path.Join(work, "host-image");
        _host = System.IO.Directory.CreateDirectory(Path.Join(work, "host")).FullName;
        _mount = System.IO.Directory.CreateDirectory(Path.Join(work, "mount")).FullName;
        _copyMount = System.IO.Directory.CreateDirectory(Path.Join(work, "copy")).FullName;
        _image = Path.Join(_host, "image");
        _copy = Path.Join(_host, "copy");
        MakeImage(hostImage, 1L << 30);
        Run("mkfs.xfs", "-qf", "-m", "reflink=1", hostImage);
        Run("mount", "-o", "loop", hostImage, _host);
        MakeImage(_image, 128L << 20);
        Run("mkfs.btrfs", "-qf", _image);
        Run("mount", "-o", "loop", _image, _mount);
    }

    public override string Directory => _mount;

    public override void Cut() => Run("cp", "--reflink=always", _image, _copy);

    public override string Recover()
    {
        Run("mount", "-o", "loop", _copy, _copyMount);
        return _copyMount;
    }

    public override void Resume()
    {
        Unmount(_copyMount);
        File.Delete(_copy);
    }

    public override void Dispose()
    {
        Unmount(_mount);
        Unmount(_host);
    }
}
